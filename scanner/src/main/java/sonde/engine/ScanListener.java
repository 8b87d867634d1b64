// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.io.IOException;

/** Whoever watches a scan. Each method is called on another thread than the others. */
public interface ScanListener {

    /** What prints results. */
    @FunctionalInterface
    interface Printing {
        void print() throws IOException;
    }

    /** Told of the scan's progress a few times a second, on the thread that runs it. */
    default void onStatus(ScanStatus status) {}

    /** Told in a line of what the user should know, on any thread. */
    default void onNote(String line) {}

    /** Told how far the scan is because somebody asked ({@code SIGUSR1}). */
    default void onStatusAsked(ScanStatus status) {}

    /** Told of each packet, with {@code --packet-trace}, on the agents' threads. */
    default void onPacket(String line) {}

    /** Lets results be printed, on the writer's thread: the place to clear a status line before. */
    default void onResults(Printing printing) throws IOException {
        printing.print();
    }
}
