// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.stat.Counter;
import sonde.sys.Rusage;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * The closing lines of a scan: what went out, what came in, what was found, with sums that a reader
 * can check. A sum that doesn't hold is a fault of Sonde's, and is said aloud.
 */
public final class Summary {

    private static final Counter[] PROBES = {
        Counter.PROBES_MADE,
        Counter.PROBES_SENT,
        Counter.PROBES_DROPPED,
        Counter.PROBES_REFUSED,
        Counter.PROBES_UNREACHED,
        Counter.PROBES_UNROUTED,
        Counter.PROBES_WITHHELD
    };
    private static final String[] PROBE_WORDS = {
        "made", "sent", "dropped", "refused", "unreached", "unrouted", "withheld"
    };

    private static final Counter[] FRAMES = {
        Counter.FRAMES_RECEIVED,
        Counter.FRAMES_MALFORMED,
        Counter.FRAMES_NEIGHBOUR,
        Counter.FRAMES_FOREIGN,
        Counter.FRAMES_TALK,
        Counter.ANSWERS_OURS
    };
    private static final String[] FRAME_WORDS = {
        "received", "malformed", "neighbour", "foreign", "talk", "ours"
    };

    private static final Counter[] ANSWERS = {
        Counter.ANSWERS_OURS,
        Counter.ANSWERS_DUPLICATE,
        Counter.ANSWERS_HIDDEN,
        Counter.ANSWERS_OPEN,
        Counter.ANSWERS_CLOSED,
        Counter.ANSWERS_FILTERED,
        Counter.ANSWERS_UNFILTERED,
        Counter.ANSWERS_UP
    };
    private static final String[] ANSWER_WORDS = {
        "ours", "duplicate", "hidden", "open", "closed", "filtered", "unfiltered", "up"
    };

    /** Left out of a sum where there are none. */
    private static final Set<Counter> RARE =
            EnumSet.of(
                    Counter.FRAMES_TALK,
                    Counter.ANSWERS_FILTERED,
                    Counter.ANSWERS_UNFILTERED,
                    Counter.ANSWERS_UP);

    private static final Counter[] TALKS = {
        Counter.TALKS_OPENED,
        Counter.TALKS_RECOGNISED,
        Counter.TALKS_UNKNOWN,
        Counter.TALKS_SILENT,
        Counter.TALKS_PRETENDED,
        Counter.TALKS_BROKEN_OFF
    };
    private static final String[] TALK_WORDS = {
        "opened", "recognised", "unknown", "silent", "pretended", "broken off"
    };

    /** With fewer, starting the JVM is most of what they cost. */
    private static final long PACKETS_FOR_COST = 10_000;

    private static final int MEGABYTE = 1 << 20;

    private Summary() {}

    /**
     * The lines, each ending with a newline.
     *
     * @param ending how the scan ended, such as {@code finished} or {@code stopped by Ctrl-C}
     * @param elapsedNanos how long it took
     * @param sendingNanos how long of that probes were sent
     * @param seed what repeats the order, if the user doesn't know it
     * @param counters the totals
     */
    public static String text(
            String ending,
            long elapsedNanos,
            long sendingNanos,
            OptionalLong seed,
            ToLongFunction<Counter> counters) {
        StringBuilder text = new StringBuilder(512);
        text.append(ending).append(" in ");
        StatusText.appendClock(text, Math.round(elapsedNanos / 1e9), 0);
        text.append(", ");
        long sent = counters.applyAsLong(Counter.PROBES_SENT);
        double meanPps = sendingNanos > 0 ? sent * 1e9 / sendingNanos : 0;
        Decimals.append(text, meanPps, meanPps < 100 ? 2 : 0, 0);
        text.append(" packets a second on average");
        if (seed.isPresent()) {
            text.append(", seed ").append(Long.toUnsignedString(seed.getAsLong()));
        }
        text.append('\n');
        appendSum(text, "probes: ", PROBES, PROBE_WORDS, counters);
        appendSum(text, "frames: ", FRAMES, FRAME_WORDS, counters);
        appendSum(text, "answers:", ANSWERS, ANSWER_WORDS, counters);
        if (counters.applyAsLong(Counter.TALKS_OPENED) > 0) {
            appendSum(text, "talks:  ", TALKS, TALK_WORDS, counters);
        }
        appendRest(text, counters);
        return text.toString();
    }

    /** A line with a total and its parts, which must give it. */
    private static void appendSum(
            StringBuilder text,
            String label,
            Counter[] sum,
            String[] words,
            ToLongFunction<Counter> counters) {
        long total = counters.applyAsLong(sum[0]);
        long parts = 0;
        text.append(label);
        for (int i = 0; i < sum.length; i++) {
            long value = counters.applyAsLong(sum[i]);
            parts += i == 0 ? 0 : value;
            if (value == 0 && RARE.contains(sum[i])) {
                continue;
            }
            text.append(i == 0 ? " " : i == 1 ? " = " : " + ");
            Decimals.appendGrouped(text, value);
            text.append(' ').append(words[i]);
        }
        if (parts != total) {
            text.append("  DOES NOT ADD UP: off by ")
                    .append(total - parts)
                    .append(", please report");
        }
        text.append('\n');
    }

    private static void appendRest(StringBuilder text, ToLongFunction<Counter> counters) {
        text.append("also:    ");
        appendCount(text, counters.applyAsLong(Counter.RECORDS_WRITTEN), "record");
        text.append(" written, ");
        appendIfAny(text, counters.applyAsLong(Counter.RECORDS_LEFT_OUT), " left out, ");
        appendIfAny(text, counters.applyAsLong(Counter.RECORDS_REPEATED), " reported before, ");
        appendCount(text, counters.applyAsLong(Counter.FRAMES_DROPPED), "frame");
        text.append(" lost in a full receive ring, ");
        appendIfAny(text, counters.applyAsLong(Counter.FRAMES_STARVED), " for want of a buffer, ");
        appendIfAny(text, counters.applyAsLong(Counter.FRAMES_UNFIT), " as unfit for it, ");
        appendCount(text, counters.applyAsLong(Counter.NEIGHBOURS_ASKED), "neighbour request");
        text.append(" sent");
        long answered = counters.applyAsLong(Counter.NEIGHBOURS_ANSWERED);
        if (answered > 0) {
            Decimals.appendGrouped(text.append(", "), answered);
            text.append(" of others answered");
        }
        long aliased = counters.applyAsLong(Counter.PREFIXES_ALIASED);
        if (aliased > 0) {
            appendCount(text.append(", "), aliased, "aliased network");
        }
        text.append('\n');
        if (counters.applyAsLong(Counter.TALKS_OPENED) > 0) {
            text.append("         ");
            appendCount(text, counters.applyAsLong(Counter.BANNERS), "banner");
            appendCount(text.append(", "), counters.applyAsLong(Counter.HANDSHAKES), "handshake");
            appendCount(text.append(", "), counters.applyAsLong(Counter.SEGMENTS_SENT), "segment");
            appendCount(
                    text.append(" sent, "),
                    counters.applyAsLong(Counter.TALKS_ABANDONED),
                    "open port");
            text.append(" abandoned\n");
        }
    }

    /** A number and what it counts, whose plural ends in s. */
    private static void appendCount(StringBuilder text, long value, String what) {
        Decimals.appendGrouped(text, value);
        text.append(' ').append(what).append(value == 1 ? "" : "s");
    }

    private static void appendIfAny(StringBuilder text, long value, String words) {
        if (value > 0) {
            Decimals.appendGrouped(text, value);
            text.append(words);
        }
    }

    /**
     * What the scan cost this host, in one line.
     *
     * @param usage of this process, from its start
     */
    public static String cost(Rusage usage, ToLongFunction<Counter> counters) {
        double seconds = (usage.userNanos() + usage.systemNanos()) / 1e9;
        long packets =
                counters.applyAsLong(Counter.PROBES_SENT)
                        + counters.applyAsLong(Counter.FRAMES_RECEIVED);
        StringBuilder text = new StringBuilder("cost:    ");
        Decimals.append(text, seconds, 2, 0);
        text.append(" s of processor time");
        if (packets >= PACKETS_FOR_COST) {
            text.append(", ");
            Decimals.append(text, seconds * 1e6 / packets, 2, 0);
            text.append(" s a million packets");
        }
        text.append(", ");
        Decimals.append(text, usage.residentMaxBytes() / (double) MEGABYTE, 0, 0);
        return text.append(" MB of memory at most\n").toString();
    }
}
