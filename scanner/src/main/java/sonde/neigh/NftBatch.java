// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.sys.Nfgenmsg;
import sonde.sys.Nfnetlink;
import sonde.sys.Nftables;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.wire.IpAddress;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The transaction that makes a table with one chain and rules in it: what a rule names is dropped,
 * unless it is a bare SYN of TCP or an INIT of SCTP. All of it comes into being, or nothing.
 *
 * <p>A bare SYN and an INIT are no answers: where a scan has this host for its target, its probes
 * to our own source ports still find the host's closed ports.
 */
final class NftBatch {

    /** Rules at the most. */
    static final int RULES_MAX = 64;

    /** The messages beside the rules: begin, table, chain and end. */
    private static final int FRAME_COUNT = 4;

    /** Which of these are the messages that the kernel acknowledges. */
    static final int TABLE = 1;

    static final int CHAIN = 2;

    /** The first rule; the others follow. */
    static final int RULE = 3;

    /** Of all but the rules, and of each of these. */
    private static final int LENGTH_BYTES_MAX = 1024;

    private static final int RULE_BYTES_MAX = 1024;

    private static final String CHAIN_NAME = "answers";

    /** Where headers have their fields: RFC 791 section 3.1, RFC 8200 section 3. */
    private static final int IPV4_DESTINATION_OFFSET = 16;

    private static final int IPV6_DESTINATION_OFFSET = 24;
    private static final int IPV6_ADDRESS_BYTES = 16;

    /** RFC 9293 section 3.1; UDP and SCTP have their ports there too. */
    private static final int DESTINATION_PORT_OFFSET = 2;

    private static final int TCP_FLAGS_OFFSET = 13;
    private static final byte SYN = 0x02;
    private static final byte SYN_ACK = 0x12;

    /** The type of the first chunk, RFC 9260 section 3.2, behind the common header. */
    private static final int SCTP_CHUNK_TYPE_OFFSET = 12;

    private static final byte SCTP_INIT = 1;

    private final NetlinkWriter out;
    private final String table;

    private NftBatch(String table, int ruleCount) {
        this.table = table;
        out = new NetlinkWriter(LENGTH_BYTES_MAX + ruleCount * RULE_BYTES_MAX);
    }

    /**
     * The whole transaction, as one datagram.
     *
     * @param sequence the number of its first message
     * @param table what the table is called
     * @param rules what it drops, 1 to {@link #RULES_MAX} of them
     */
    static MemorySegment of(int sequence, String table, List<NftRule> rules) {
        if (rules.isEmpty() || rules.size() > RULES_MAX) {
            throw new IllegalArgumentException(rules.size() + " rules, must be 1 to " + RULES_MAX);
        }
        NftBatch batch = new NftBatch(table, rules.size());
        batch.edge(Nfnetlink.NFNL_MSG_BATCH_BEGIN, sequence);
        batch.message(Nftables.NFT_MSG_NEWTABLE, sequence + TABLE, batch::table);
        batch.message(Nftables.NFT_MSG_NEWCHAIN, sequence + CHAIN, batch::chain);
        int next = sequence + RULE;
        for (NftRule rule : rules) {
            batch.message(Nftables.NFT_MSG_NEWRULE, next, () -> batch.rule(rule));
            next++;
        }
        batch.edge(Nfnetlink.NFNL_MSG_BATCH_END, next);
        return batch.out.written();
    }

    /** How many numbers a batch takes, from that of its first message on. */
    static int sequenceCount(int ruleCount) {
        return FRAME_COUNT + ruleCount;
    }

    private void edge(int type, int sequence) {
        byte[] header = header(Socket.AF_UNSPEC, Nfnetlink.NFNL_SUBSYS_NFTABLES);
        out.message(type, Rtnetlink.NLM_F_REQUEST, sequence, header, () -> {});
    }

    private void message(int type, int sequence, Runnable attributes) {
        out.message(
                Nfnetlink.NFNL_SUBSYS_NFTABLES << Byte.SIZE | type,
                Rtnetlink.NLM_F_REQUEST
                        | Rtnetlink.NLM_F_ACK
                        | Rtnetlink.NLM_F_CREATE
                        | Rtnetlink.NLM_F_EXCL,
                sequence,
                header(Nfnetlink.NFPROTO_INET, 0),
                attributes);
    }

    private static byte[] header(int family, int resource) {
        return ByteBuffer.allocate((int) Nfgenmsg.SIZEOF)
                .order(ByteOrder.BIG_ENDIAN)
                .put((int) Nfgenmsg.NFGEN_FAMILY_OFFSET, (byte) family)
                .put((int) Nfgenmsg.VERSION_OFFSET, (byte) Nfnetlink.NFNETLINK_V0)
                .putShort((int) Nfgenmsg.RES_ID_OFFSET, (short) resource)
                .array();
    }

    private void table() {
        out.text(Nftables.NFTA_TABLE_NAME, table)
                .bigEndian(Nftables.NFTA_TABLE_FLAGS, Nftables.NFT_TABLE_F_OWNER);
    }

    /**
     * Behind the connection tracking, which has seen the answer, so that a firewall takes the
     * segments that we go on with for what they are; before the firewall's own rules.
     */
    private void chain() {
        out.text(Nftables.NFTA_CHAIN_TABLE, table)
                .text(Nftables.NFTA_CHAIN_NAME, CHAIN_NAME)
                .nested(
                        Nftables.NFTA_CHAIN_HOOK,
                        () ->
                                out.bigEndian(
                                                Nftables.NFTA_HOOK_HOOKNUM,
                                                Nfnetlink.NF_INET_LOCAL_IN)
                                        .bigEndian(
                                                Nftables.NFTA_HOOK_PRIORITY,
                                                Nfnetlink.NF_IP_PRI_RAW))
                .bigEndian(Nftables.NFTA_CHAIN_POLICY, Nfnetlink.NF_ACCEPT)
                .text(Nftables.NFTA_CHAIN_TYPE, "filter");
    }

    private void rule(NftRule rule) {
        out.text(Nftables.NFTA_RULE_TABLE, table)
                .text(Nftables.NFTA_RULE_CHAIN, CHAIN_NAME)
                .nested(
                        Nftables.NFTA_RULE_EXPRESSIONS,
                        () -> {
                            boolean isIpv4 = rule.first().isIpv4();
                            meta(Nftables.NFT_META_NFPROTO);
                            compare(
                                    Nftables.NFT_CMP_EQ,
                                    (byte)
                                            (isIpv4
                                                    ? Nfnetlink.NFPROTO_IPV4
                                                    : Nfnetlink.NFPROTO_IPV6));
                            meta(Nftables.NFT_META_L4PROTO);
                            compare(Nftables.NFT_CMP_EQ, (byte) rule.protocol());
                            addresses(rule.first(), rule.last());
                            payload(
                                    Nftables.NFT_PAYLOAD_TRANSPORT_HEADER,
                                    DESTINATION_PORT_OFFSET,
                                    Short.BYTES);
                            range(ofShort(rule.portFirst()), ofShort(rule.portLast()));
                            exceptOpenings(rule.protocol());
                            drop();
                        });
    }

    private void addresses(IpAddress first, IpAddress last) {
        if (first.isIpv4()) {
            payload(Nftables.NFT_PAYLOAD_NETWORK_HEADER, IPV4_DESTINATION_OFFSET, Integer.BYTES);
            range(ofInt(first.ipv4()), ofInt(last.ipv4()));
        } else {
            payload(
                    Nftables.NFT_PAYLOAD_NETWORK_HEADER,
                    IPV6_DESTINATION_OFFSET,
                    IPV6_ADDRESS_BYTES);
            range(ofAddress(first), ofAddress(last));
        }
    }

    /** Goes on unless the packet opens a connection. */
    private void exceptOpenings(int protocol) {
        if (protocol == Socket.IPPROTO_TCP) {
            payload(Nftables.NFT_PAYLOAD_TRANSPORT_HEADER, TCP_FLAGS_OFFSET, Byte.BYTES);
            mask(SYN_ACK);
            compare(Nftables.NFT_CMP_NEQ, SYN);
        } else if (protocol == Socket.IPPROTO_SCTP) {
            payload(Nftables.NFT_PAYLOAD_TRANSPORT_HEADER, SCTP_CHUNK_TYPE_OFFSET, Byte.BYTES);
            compare(Nftables.NFT_CMP_NEQ, SCTP_INIT);
        }
    }

    private static byte[] ofAddress(IpAddress address) {
        return ByteBuffer.allocate(IPV6_ADDRESS_BYTES)
                .putLong(address.high())
                .putLong(address.low())
                .array();
    }

    private static byte[] ofInt(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] ofShort(int value) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) value).array();
    }

    private void expression(String name, Runnable attributes) {
        out.nested(
                Nftables.NFTA_LIST_ELEM,
                () ->
                        out.text(Nftables.NFTA_EXPR_NAME, name)
                                .nested(Nftables.NFTA_EXPR_DATA, attributes));
    }

    private void meta(int key) {
        expression(
                "meta",
                () ->
                        out.bigEndian(Nftables.NFTA_META_DREG, Nftables.NFT_REG_1)
                                .bigEndian(Nftables.NFTA_META_KEY, key));
    }

    private void payload(int base, int offset, int lengthBytes) {
        expression(
                "payload",
                () ->
                        out.bigEndian(Nftables.NFTA_PAYLOAD_DREG, Nftables.NFT_REG_1)
                                .bigEndian(Nftables.NFTA_PAYLOAD_BASE, base)
                                .bigEndian(Nftables.NFTA_PAYLOAD_OFFSET, offset)
                                .bigEndian(Nftables.NFTA_PAYLOAD_LEN, lengthBytes));
    }

    private void mask(byte mask) {
        expression(
                "bitwise",
                () -> {
                    out.bigEndian(Nftables.NFTA_BITWISE_SREG, Nftables.NFT_REG_1)
                            .bigEndian(Nftables.NFTA_BITWISE_DREG, Nftables.NFT_REG_1)
                            .bigEndian(Nftables.NFTA_BITWISE_LEN, Byte.BYTES);
                    value(Nftables.NFTA_BITWISE_MASK, mask);
                    value(Nftables.NFTA_BITWISE_XOR, (byte) 0);
                });
    }

    private void compare(int operation, byte with) {
        expression(
                "cmp",
                () -> {
                    out.bigEndian(Nftables.NFTA_CMP_SREG, Nftables.NFT_REG_1)
                            .bigEndian(Nftables.NFTA_CMP_OP, operation);
                    value(Nftables.NFTA_CMP_DATA, with);
                });
    }

    private void range(byte[] first, byte[] last) {
        expression(
                "range",
                () -> {
                    out.bigEndian(Nftables.NFTA_RANGE_SREG, Nftables.NFT_REG_1)
                            .bigEndian(Nftables.NFTA_RANGE_OP, Nftables.NFT_RANGE_EQ);
                    value(Nftables.NFTA_RANGE_FROM_DATA, first);
                    value(Nftables.NFTA_RANGE_TO_DATA, last);
                });
    }

    private void drop() {
        expression(
                "immediate",
                () ->
                        out.bigEndian(Nftables.NFTA_IMMEDIATE_DREG, Nftables.NFT_REG_VERDICT)
                                .nested(
                                        Nftables.NFTA_IMMEDIATE_DATA,
                                        () ->
                                                out.nested(
                                                        Nftables.NFTA_DATA_VERDICT,
                                                        () ->
                                                                out.bigEndian(
                                                                        Nftables.NFTA_VERDICT_CODE,
                                                                        Nfnetlink.NF_DROP))));
    }

    private void value(int type, byte... value) {
        out.nested(type, () -> out.bytes(Nftables.NFTA_DATA_VALUE, value));
    }
}
