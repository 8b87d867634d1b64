// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/** The protocol of a target, with its IANA protocol number. */
public enum Protocol {
    TCP("tcp", 6),
    UDP("udp", 17),
    SCTP("sctp", 132),
    /** Its ports are the kinds of question: 0 for echo, 1 for timestamp. */
    ICMP("icmp", 1),
    /** Its only port is 0, for echo. */
    ICMPV6("icmp6", 58),
    /** Its only port is 0. Masscan's number: ARP has none of IANA's. */
    ARP("arp", 0),
    /** Any protocol above IP; its number stands in place of a port. 255 is IANA's "reserved". */
    IP("ip", 255);

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
