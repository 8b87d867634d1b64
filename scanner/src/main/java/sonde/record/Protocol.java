// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/** The protocol of a target, with its IANA protocol number. */
public enum Protocol {
    TCP("tcp", 6);

    private final String label;
    private final int number;

    Protocol(String label, int number) {
        this.label = label;
        this.number = number;
    }

    /** The word used in every output format. */
    public String label() {
        return label;
    }

    /** The IANA assigned protocol number, 0 to 255. */
    public int number() {
        return number;
    }
}
