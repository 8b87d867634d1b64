// SPDX-License-Identifier: Apache-2.0
package sonde.output;

/** What can be said of a record, one by one ({@code --fields}). */
public enum Field {
    IP("ip"),
    PORT("port"),
    PROTOCOL("proto"),
    STATUS("status"),
    REASON("reason"),
    TTL("ttl"),
    /** Round-trip time in microseconds. */
    RTT("rtt_us"),
    /** Seconds since 1970-01-01 UTC. */
    TIMESTAMP("timestamp"),
    /** Who sent an ICMP error. */
    FROM("from"),
    /** Type and code of an ICMP answer. */
    ICMP("icmp"),
    MAC("mac"),
    VENDOR("vendor"),
    SERVICE("service"),
    RECOGNIZED("recognized"),
    BANNER("banner");

    private final String label;

    Field(String label) {
        this.label = label;
    }

    /** The field's name on the command line, in CSV's first line and in JSON. */
    public String label() {
        return label;
    }
}
