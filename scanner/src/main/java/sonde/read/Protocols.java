// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import sonde.record.Protocol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Protocols by their numbers and words in files. */
final class Protocols {

    private static final Map<String, Protocol> BY_LABEL = new HashMap<>();
    private static final Protocol[] BY_NUMBER = new Protocol[256];

    static {
        Arrays.fill(BY_NUMBER, Protocol.IP);
        for (Protocol protocol : Protocol.values()) {
            BY_LABEL.put(protocol.label(), protocol);
            BY_NUMBER[protocol.number()] = protocol;
        }
    }

    private Protocols() {}

    /**
     * The protocol of a number; one that Sonde has no name for is some protocol above IP, which
     * masscan writes with its number in place of the port as well.
     *
     * @param number 0 to 255
     */
    static Protocol ofNumber(int number) {
        return BY_NUMBER[number];
    }

    /** Likewise, of a word; masscan's for all that it has no word for is {@code err}. */
    static Protocol ofLabel(String label) {
        return BY_LABEL.getOrDefault(label, Protocol.IP);
    }
}
