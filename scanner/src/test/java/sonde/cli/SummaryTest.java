// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.stat.Counter;
import sonde.sys.Rusage;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

final class SummaryTest {

    private final Map<Counter, Long> counters = new EnumMap<>(Counter.class);

    SummaryTest() {
        counters.put(Counter.PROBES_MADE, 65_536L);
        counters.put(Counter.PROBES_SENT, 65_525L);
        counters.put(Counter.PROBES_DROPPED, 5L);
        counters.put(Counter.PROBES_REFUSED, 1L);
        counters.put(Counter.PROBES_UNREACHED, 2L);
        counters.put(Counter.PROBES_UNROUTED, 3L);
        counters.put(Counter.FRAMES_RECEIVED, 1_234L);
        counters.put(Counter.FRAMES_NEIGHBOUR, 4L);
        counters.put(Counter.FRAMES_FOREIGN, 30L);
        counters.put(Counter.ANSWERS_OURS, 1_200L);
        counters.put(Counter.ANSWERS_DUPLICATE, 100L);
        counters.put(Counter.ANSWERS_HIDDEN, 1_000L);
        counters.put(Counter.ANSWERS_OPEN, 100L);
        counters.put(Counter.RECORDS_WRITTEN, 100L);
    }

    private long counted(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    @Test
    void addsUp() {
        assertEquals(
                """
                finished in 0:01:17, 978 packets a second on average, seed 18446744073709551615
                probes:  65,536 made = 65,525 sent + 5 dropped + 1 refused + 2 unreached + 3 unrouted + 0 withheld
                frames:  1,234 received = 0 malformed + 4 neighbour + 30 foreign + 1,200 ours
                answers: 1,200 ours = 100 duplicate + 1,000 hidden + 100 open + 0 closed
                also:    100 records written, 0 frames lost in a full receive ring, 0 neighbour requests sent
                """,
                Summary.text(
                        "finished",
                        77_000_000_000L,
                        67_000_000_000L,
                        OptionalLong.of(-1),
                        this::counted));
    }

    @Test
    void tellsOfRequestsThatWereAnswered() {
        assertFalse(summary().contains("answered\n"));
        counters.put(Counter.NEIGHBOURS_ANSWERED, 1024L);
        assertTrue(
                summary().contains(" 0 neighbour requests sent, 1,024 of others answered\n"),
                summary());
    }

    @Test
    void countsOneOfAThing() {
        counters.put(Counter.RECORDS_WRITTEN, 1L);
        counters.put(Counter.FRAMES_DROPPED, 1L);
        counters.put(Counter.NEIGHBOURS_ASKED, 1L);
        counters.put(Counter.TALKS_OPENED, 1L);
        counters.put(Counter.BANNERS, 1L);
        counters.put(Counter.HANDSHAKES, 2L);
        counters.put(Counter.SEGMENTS_SENT, 1L);
        counters.put(Counter.TALKS_ABANDONED, 1L);
        String text = summary();
        assertEquals(
                """
                also:    1 record written, 1 frame lost in a full receive ring, 1 neighbour request sent
                         1 banner, 2 handshakes, 1 segment sent, 1 open port abandoned
                """,
                text.substring(text.indexOf("also:")));
    }

    @Test
    void namesRareAnswersWhereThereAreAny() {
        counters.put(Counter.ANSWERS_DUPLICATE, 94L);
        counters.put(Counter.ANSWERS_FILTERED, 1L);
        counters.put(Counter.ANSWERS_UNFILTERED, 2L);
        counters.put(Counter.ANSWERS_UP, 3L);
        assertTrue(
                summary()
                        .contains(
                                "answers: 1,200 ours = 94 duplicate + 1,000 hidden + 100 open +"
                                        + " 0 closed + 1 filtered + 2 unfiltered + 3 up\n"),
                summary());
    }

    @Test
    void tellsWhatWasFoundAndNotWritten() {
        counters.put(Counter.RECORDS_LEFT_OUT, 2000L);
        counters.put(Counter.RECORDS_REPEATED, 3L);
        assertTrue(
                summary().contains("100 records written, 2,000 left out, 3 reported before, 0 fr"),
                summary());
    }

    private String summary() {
        return Summary.text("finished", 0, 0, OptionalLong.empty(), this::counted);
    }

    @Test
    void saysWhenItDoesNotAddUp() {
        counters.put(Counter.FRAMES_FOREIGN, 31L);
        counters.put(Counter.PROBES_SENT, 45L);
        counters.put(Counter.PROBES_MADE, 56L);
        assertEquals(
                """
                stopped by Ctrl-C in 0:00:00, 0.00 packets a second on average
                probes:  56 made = 45 sent + 5 dropped + 1 refused + 2 unreached + 3 unrouted + 0 withheld
                frames:  1,234 received = 0 malformed + 4 neighbour + 31 foreign + 1,200 ours\
                  DOES NOT ADD UP: off by -1, please report
                answers: 1,200 ours = 100 duplicate + 1,000 hidden + 100 open + 0 closed
                also:    100 records written, 0 frames lost in a full receive ring, 0 neighbour requests sent
                """,
                Summary.text("stopped by Ctrl-C", 1, 0, OptionalLong.empty(), this::counted));
    }

    @Test
    void namesEveryReasonForWhichFramesWereLost() {
        counters.put(Counter.FRAMES_DROPPED, 1_001L);
        counters.put(Counter.FRAMES_STARVED, 2L);
        counters.put(Counter.FRAMES_UNFIT, 3L);
        String text = Summary.text("finished", 1, 1, OptionalLong.empty(), this::counted);
        assertTrue(
                text.contains(
                        "1,001 frames lost in a full receive ring, 2 for want of a buffer,"
                                + " 3 as unfit for it, 0 neighbour"),
                text);
    }

    @Test
    void saysWhatAMillionPacketsCost() {
        Rusage usage = new Rusage(1_500_000_000L, 500_000_000L, 90L << 20);
        counters.put(Counter.PROBES_SENT, 1_900_000L);
        counters.put(Counter.FRAMES_RECEIVED, 100_000L);
        assertEquals(
                "cost:    2.00 s of processor time, 1.00 s a million packets, 90 MB of memory at"
                        + " most\n",
                Summary.cost(usage, this::counted));
        counters.put(Counter.PROBES_SENT, 9_000L);
        counters.put(Counter.FRAMES_RECEIVED, 999L);
        assertEquals(
                "cost:    2.00 s of processor time, 90 MB of memory at most\n",
                Summary.cost(usage, this::counted));
    }
}
