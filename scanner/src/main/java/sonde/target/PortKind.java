// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/** What a number in a list of ports means. */
public enum PortKind {
    /** A TCP port. */
    TCP('T', 1, PortRanges.PORT_MAX, "port"),
    /** A UDP port. */
    UDP('U', 1, PortRanges.PORT_MAX, "port"),
    /** An SCTP port. */
    SCTP('S', 1, PortRanges.PORT_MAX, "port"),
    /** A question of ICMP: {@link PortChoice#ICMP_ECHO} or {@link PortChoice#ICMP_TIMESTAMP}. */
    ICMP('I', 0, 1, "kind of ICMP (0 echo, 1 timestamp)"),
    /** A protocol above IP, by IANA's number (RFC 791 section 3.1, RFC 8200 section 3). */
    IP_PROTOCOL('O', 0, 255, "protocol number");

    private final char letter;
    private final int openFirst;
    private final int max;
    private final String noun;

    PortKind(char letter, int openFirst, int max, String noun) {
        this.letter = letter;
        this.openFirst = openFirst;
        this.max = max;
        this.noun = noun;
    }

    /** What stands before the colon, in upper case. */
    char letter() {
        return letter;
    }

    /** What lists of this kind begin with, such as {@code U:}. */
    public String prefix() {
        return letter + ":";
    }

    /** Where a range begins that does not say so. */
    int openFirst() {
        return openFirst;
    }

    /** The highest number. */
    int max() {
        return max;
    }

    /** What error messages call the number. */
    String noun() {
        return noun;
    }
}
