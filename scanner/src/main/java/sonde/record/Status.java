// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/** What an answer says of its target. */
public enum Status {
    OPEN("open"),
    CLOSED("closed"),
    /** Somebody on the way said that the probe may not pass, or can't. */
    FILTERED("filtered"),
    /** The host is there. */
    UP("up"),
    /** Nothing on the way keeps probes from the port, whether or not it is open. */
    UNFILTERED("unfiltered");

    private final String label;

    Status(String label) {
        this.label = label;
    }

    /** The word used in every output format. */
    public String label() {
        return label;
    }
}
