// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.stat.Counter;

import java.util.List;

/** What is counted of a running scan, summed over its agents. Read by any thread. */
final class ScanCounts {

    private static final List<Counter> TALK_OUTCOMES =
            List.of(
                    Counter.TALKS_RECOGNISED,
                    Counter.TALKS_UNKNOWN,
                    Counter.TALKS_SILENT,
                    Counter.TALKS_PRETENDED,
                    Counter.TALKS_BROKEN_OFF);

    private final ScanParts parts;
    private volatile long droppedAtEnd = -1;

    ScanCounts(ScanParts parts) {
        this.parts = parts;
    }

    /** What is counted, summed over the agents. */
    long count(Counter counter) {
        return switch (counter) {
            case PROBES_SENT -> parts.count(Counter.PROBES_SENT) - droppedUnseen();
            case PROBES_DROPPED -> droppedUnseen();
            default -> parts.count(counter);
        };
    }

    /**
     * The scan has ended: the interfaces' counters rest from now on, or two readings of one would
     * not add up.
     */
    void end() {
        droppedAtEnd = readDroppedUnseen();
    }

    /**
     * Probes that the kernel took and the interface dropped; the interface's counter, so that a
     * frame of somebody else's that it dropped is among them.
     */
    private long droppedUnseen() {
        long dropped = droppedAtEnd;
        return dropped < 0 ? readDroppedUnseen() : dropped;
    }

    private long readDroppedUnseen() {
        long dropped = 0;
        for (RouteParts route : parts.routes()) {
            InterfaceCounters counters = route.interfaceCounters();
            if (counters != null && route.link().mayDropUnseen()) {
                dropped += Math.min(counters.droppedSending(), route.probesSent());
            }
        }
        return dropped;
    }

    /** What the host dropped, whoever it was for, beyond what {@link #count} says. */
    HostDrops hostDrops() {
        long receiving = 0;
        long sending = 0;
        long backlog = 0;
        boolean isCountedTwice = false;
        for (RouteParts route : parts.routes()) {
            InterfaceCounters counters = route.interfaceCounters();
            if (counters != null) {
                receiving += counters.droppedReceiving();
                sending += route.link().mayDropUnseen() ? 0 : counters.droppedSending();
                backlog = counters.droppedInBacklog();
                isCountedTwice |= route.link().mayDropUnseen();
            }
        }
        // A ring of XDP's that overflows may be counted by the interface as well.
        long toldApart = isCountedTwice ? framesDropped() : 0;
        return new HostDrops(Math.max(0, receiving - toldApart), sending, backlog);
    }

    long framesDropped() {
        return parts.count(Counter.FRAMES_DROPPED)
                + parts.count(Counter.FRAMES_STARVED)
                + parts.count(Counter.FRAMES_UNFIT);
    }

    /** All that counts against the rate. */
    long packetsSent() {
        return parts.count(Counter.PROBES_SENT)
                + parts.count(Counter.SEGMENTS_SENT)
                + parts.count(Counter.NEIGHBOURS_ASKED);
    }

    /** Targets whose turn has come. */
    long dealtWith() {
        return parts.count(Counter.PROBES_SENT)
                + parts.count(Counter.PROBES_REFUSED)
                + parts.count(Counter.PROBES_UNREACHED)
                + parts.count(Counter.PROBES_UNROUTED);
    }

    /** Conversations that go on, or wait for a place. Each has its own time. */
    long talking() {
        long ended = 0;
        for (Counter outcome : TALK_OUTCOMES) {
            ended += parts.count(outcome);
        }
        long going = parts.count(Counter.TALKS_OPENED) - ended;
        return Math.max(0, going) + parts.count(Counter.TALKS_WAITING);
    }
}
