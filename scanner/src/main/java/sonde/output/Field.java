// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

    /**
     * Reads names with commas between, as {@code ip,port,banner}; spaces around them are free.
     *
     * @throws IllegalArgumentException if a name is none or stands there twice; the message says
     *     which, and what names there are
     */
    public static List<Field> parse(String list) {
        List<Field> fields = new ArrayList<>();
        for (String word : list.split(",", -1)) {
            String name = word.strip();
            Field field =
                    Arrays.stream(values())
                            .filter(each -> each.label.equals(name))
                            .findFirst()
                            .orElseThrow(() -> failure(name, "is no field"));
            if (fields.contains(field)) {
                throw failure(name, "is named twice");
            }
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    private static IllegalArgumentException failure(String name, String reason) {
        String names = Arrays.stream(values()).map(Field::label).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                '"' + name + "\" " + reason + ": name some of " + names);
    }

    /** The field's name on the command line, in CSV's first line and in JSON. */
    public String label() {
        return label;
    }
}
