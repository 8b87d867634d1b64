// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/** What an answer says of its target. */
public enum Status {
    OPEN("open"),
    CLOSED("closed"),
    FILTERED("filtered"),
    UP("up");

    private final String label;

    Status(String label) {
        this.label = label;
    }

    /** The word used in every output format. */
    public String label() {
        return label;
    }
}
