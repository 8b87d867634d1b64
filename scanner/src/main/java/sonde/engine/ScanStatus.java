// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/**
 * How far a scan has come, at one moment: what the status line shows.
 *
 * @param state what the scan is doing
 * @param elapsedNanos time since the scan began
 * @param ratePps packets a second, as of late: all that count against the rate
 * @param doneFraction how much of the scan's probes are made, 0 to 1
 * @param remainingSeconds estimated time until the last probe; NaN when unknown
 * @param waitingSeconds how much longer answers are waited for; infinity with {@code --wait
 *     forever}
 * @param found open targets found
 * @param lost frames dropped because the receive ring was full
 * @param sent probes the kernel took
 * @param refused probes the kernel refused for good
 * @param total probes the scan is to make
 * @param received frames received
 * @param talking conversations with open ports that go on, or wait for their turn
 */
public record ScanStatus(
        State state,
        long elapsedNanos,
        double ratePps,
        double doneFraction,
        double remainingSeconds,
        double waitingSeconds,
        long found,
        long lost,
        long sent,
        long refused,
        long total,
        long received,
        long talking) {

    /** What a scan is doing. */
    public enum State {
        /** Probes are being sent. */
        RUNNING("running"),
        /** No probes are sent until what stands in the way is gone. */
        PAUSED("paused"),
        /** The last probe is out; answers may still come. */
        WAITING("waiting"),
        /** Nothing more will come. */
        FINISHED("finished");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The word used in {@code --status-json}. */
        public String label() {
            return label;
        }
    }
}
