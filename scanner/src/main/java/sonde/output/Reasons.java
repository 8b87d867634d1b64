// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import sonde.record.Evidence;
import sonde.record.ScanRecord;

import java.util.Arrays;

/**
 * The word for what a status rests on: masscan's for TCP, the flags of the answer; for all else
 * such as nmap's users know.
 */
public final class Reasons {

    /** The highest type of an error that has a reason: ICMP's parameter problem. */
    private static final int TYPE_MAX = 12;

    private static final int ICMP_UNREACHABLE = 3;
    private static final int ICMPV6_UNREACHABLE = 1;

    private static final byte[] DEST_UNREACH = Words.ascii("dest-unreach");
    private static final byte[] OTHER_ICMP = Words.ascii("icmp");

    /** By code of ICMP's destination unreachable (RFC 792, RFC 1812 section 5.2.7.1). */
    private static final byte[][] ICMP_CODES =
            words(
                    "net-unreach",
                    "host-unreach",
                    "proto-unreach",
                    "port-unreach",
                    "frag-needed",
                    "source-route-failed",
                    "net-unknown",
                    "host-unknown",
                    "host-isolated",
                    "net-prohibited",
                    "host-prohibited",
                    "net-tos-unreach",
                    "host-tos-unreach",
                    "admin-prohibited",
                    "precedence-violation",
                    "precedence-cutoff");

    /** By code of ICMPv6's destination unreachable (RFC 4443 section 3.1). */
    private static final byte[][] ICMPV6_CODES =
            words(
                    "no-route",
                    "admin-prohibited",
                    "beyond-scope",
                    "addr-unreach",
                    "port-unreach",
                    "failed-policy",
                    "reject-route");

    private static final byte[] ECHO_REPLY = Words.ascii("echo-reply");
    private static final byte[] TIMESTAMP_REPLY = Words.ascii("timestamp-reply");
    private static final byte[] SOURCE_QUENCH = Words.ascii("source-quench");
    private static final byte[] REDIRECT = Words.ascii("redirect");
    private static final byte[] TIME_EXCEEDED = Words.ascii("time-exceeded");
    private static final byte[] PARAM_PROB = Words.ascii("param-prob");
    private static final byte[] PACKET_TOO_BIG = Words.ascii("packet-too-big");
    private static final byte[] UDP_RESPONSE = Words.ascii("udp-response");
    private static final byte[] INIT_ACK = Words.ascii("init-ack");
    private static final byte[] ABORT = Words.ascii("abort");
    private static final byte[] ARP_RESPONSE = Words.ascii("arp-response");
    private static final byte[] PROTO_RESPONSE = Words.ascii("proto-response");

    private Reasons() {}

    private static byte[][] words(String... texts) {
        byte[][] words = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            words[i] = Words.ascii(texts[i]);
        }
        return words;
    }

    /** Nmap's word for what TCP answered with RST. */
    private static final String RESET = "reset";

    private static final int RST_ACK = 0x14;
    private static final int FLAGS_END = 1 << 8;

    /** The TCP flags that a reason names, joined by hyphens; 0 if it names none. */
    public static int tcpFlags(String reason) {
        if (reason.equals(RESET)) {
            return RST_ACK;
        }
        int flags = 0;
        for (String word : reason.split("-", -1)) {
            int flag = 1;
            while (flag < FLAGS_END && !isWord(Words.flags(flag), word)) {
                flag <<= 1;
            }
            if (flag == FLAGS_END) {
                return 0;
            }
            flags |= flag;
        }
        return flags;
    }

    /**
     * The type and code of the error of ICMP, or of ICMPv6, whose reason this is, as {@link
     * Evidence#icmp} has them; {@link Evidence#UNKNOWN} if it is none's.
     */
    public static int icmp(String reason, boolean isIpv4) {
        for (int type = 0; type <= TYPE_MAX; type++) {
            for (int code = 0; code < ICMP_CODES.length; code++) {
                byte[] word = isIpv4 ? ofIcmp(type, code) : ofIcmpv6(type, code);
                if (isError(word) && isWord(word, reason)) {
                    return type << 8 | code;
                }
            }
        }
        return Evidence.UNKNOWN;
    }

    private static boolean isError(byte[] word) {
        return !Arrays.equals(word, OTHER_ICMP)
                && !Arrays.equals(word, ECHO_REPLY)
                && !Arrays.equals(word, TIMESTAMP_REPLY);
    }

    private static boolean isWord(byte[] word, String text) {
        return text.equals(new String(word, US_ASCII));
    }

    /** The reason of a record without banner. */
    static byte[] of(ScanRecord record) {
        int icmp = record.evidence().icmp();
        if (icmp != Evidence.UNKNOWN) {
            int type = icmp >>> 8 & 0xFF;
            int code = icmp & 0xFF;
            return record.address().isIpv4() ? ofIcmp(type, code) : ofIcmpv6(type, code);
        }
        return ofAnswer(record);
    }

    /** Of an answer in the protocol of the question. */
    private static byte[] ofAnswer(ScanRecord record) {
        return switch (record.protocol()) {
            case TCP -> Words.flags(record.tcpFlags());
            case UDP -> UDP_RESPONSE;
            case SCTP ->
                    switch (record.status()) {
                        case OPEN -> INIT_ACK;
                        case CLOSED, FILTERED, UP, UNFILTERED -> ABORT;
                    };
            case ICMP -> record.port() == 0 ? ECHO_REPLY : TIMESTAMP_REPLY;
            case ICMPV6 -> ECHO_REPLY;
            case ARP -> ARP_RESPONSE;
            case IP -> PROTO_RESPONSE;
        };
    }

    /** By type (IANA's ICMP parameters). */
    private static byte[] ofIcmp(int type, int code) {
        return switch (type) {
            case 0 -> ECHO_REPLY;
            case ICMP_UNREACHABLE -> code < ICMP_CODES.length ? ICMP_CODES[code] : DEST_UNREACH;
            case 4 -> SOURCE_QUENCH;
            case 5 -> REDIRECT;
            case 11 -> TIME_EXCEEDED;
            case 12 -> PARAM_PROB;
            case 14 -> TIMESTAMP_REPLY;
            default -> OTHER_ICMP;
        };
    }

    /** By type (IANA's ICMPv6 parameters). */
    private static byte[] ofIcmpv6(int type, int code) {
        return switch (type) {
            case ICMPV6_UNREACHABLE ->
                    code < ICMPV6_CODES.length ? ICMPV6_CODES[code] : DEST_UNREACH;
            case 2 -> PACKET_TOO_BIG;
            case 3 -> TIME_EXCEEDED;
            case 4 -> PARAM_PROB;
            case 129 -> ECHO_REPLY;
            default -> OTHER_ICMP;
        };
    }
}
