// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/** What a jump of eBPF asks of its two operands, both unsigned (RFC 9669, section 4.3). */
public enum Condition {
    EQUAL(0x10),
    NOT_EQUAL(0x50),
    ABOVE(0x20),
    AT_LEAST(0x30),
    BELOW(0xa0),
    AT_MOST(0xb0),

    /** The operands have a bit in common. */
    ANY_BIT(0x40);

    private final int code;

    Condition(int code) {
        this.code = code;
    }

    /** The upper four bits of the operation code. */
    int code() {
        return code;
    }
}
