// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * Constants of nf_tables: {@code linux/netfilter/nf_tables.h}. Numbers in its attributes are in
 * network order.
 */
public final class Nftables {

    /** Message types. */
    public static final int NFT_MSG_NEWTABLE = 0;

    public static final int NFT_MSG_NEWCHAIN = 3;
    public static final int NFT_MSG_NEWRULE = 6;

    /** Attributes of a table, and the flag that ends it with the socket that made it. */
    public static final int NFTA_TABLE_NAME = 1;

    public static final int NFTA_TABLE_FLAGS = 2;
    public static final int NFT_TABLE_F_OWNER = 0x2;

    /** Attributes of a chain and of its hook. */
    public static final int NFTA_CHAIN_TABLE = 1;

    public static final int NFTA_CHAIN_NAME = 3;
    public static final int NFTA_CHAIN_HOOK = 4;
    public static final int NFTA_CHAIN_POLICY = 5;
    public static final int NFTA_CHAIN_TYPE = 7;
    public static final int NFTA_HOOK_HOOKNUM = 1;
    public static final int NFTA_HOOK_PRIORITY = 2;

    /** Attributes of a rule, of the list in it, and of the expressions in that. */
    public static final int NFTA_RULE_TABLE = 1;

    public static final int NFTA_RULE_CHAIN = 2;
    public static final int NFTA_RULE_EXPRESSIONS = 4;
    public static final int NFTA_LIST_ELEM = 1;
    public static final int NFTA_EXPR_NAME = 1;
    public static final int NFTA_EXPR_DATA = 2;

    /** Attributes of data: a value, or a verdict and its code. */
    public static final int NFTA_DATA_VALUE = 1;

    public static final int NFTA_DATA_VERDICT = 2;
    public static final int NFTA_VERDICT_CODE = 1;

    /** Registers: what an expression reads and the next one finds. */
    public static final int NFT_REG_VERDICT = 0;

    public static final int NFT_REG_1 = 1;

    /** {@code meta}: what the kernel knows of a packet. */
    public static final int NFTA_META_DREG = 1;

    public static final int NFTA_META_KEY = 2;
    public static final int NFT_META_NFPROTO = 15;
    public static final int NFT_META_L4PROTO = 16;

    /** {@code payload}: bytes of a header. */
    public static final int NFTA_PAYLOAD_DREG = 1;

    public static final int NFTA_PAYLOAD_BASE = 2;
    public static final int NFTA_PAYLOAD_OFFSET = 3;
    public static final int NFTA_PAYLOAD_LEN = 4;
    public static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
    public static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

    /** {@code bitwise}: a mask, then exclusive or. */
    public static final int NFTA_BITWISE_SREG = 1;

    public static final int NFTA_BITWISE_DREG = 2;
    public static final int NFTA_BITWISE_LEN = 3;
    public static final int NFTA_BITWISE_MASK = 4;
    public static final int NFTA_BITWISE_XOR = 5;

    /** {@code cmp}: goes on only if the comparison holds. */
    public static final int NFTA_CMP_SREG = 1;

    public static final int NFTA_CMP_OP = 2;
    public static final int NFTA_CMP_DATA = 3;
    public static final int NFT_CMP_EQ = 0;
    public static final int NFT_CMP_NEQ = 1;

    /** {@code range}: the same for two ends. */
    public static final int NFTA_RANGE_SREG = 1;

    public static final int NFTA_RANGE_OP = 2;
    public static final int NFTA_RANGE_FROM_DATA = 3;
    public static final int NFTA_RANGE_TO_DATA = 4;
    public static final int NFT_RANGE_EQ = 0;

    /** {@code immediate}: sets a register. */
    public static final int NFTA_IMMEDIATE_DREG = 1;

    public static final int NFTA_IMMEDIATE_DATA = 2;

    private Nftables() {}
}
