// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class InterfaceCountersTest {

    private static final String HEAD =
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs \
            drop fifo colls carrier compressed
            """;

    /** Bytes, packets, errors, drop, fifo, frame, compressed, multicast; likewise sent. */
    private static final String LINE = "%s: 900 90 1 %d %d 0 0 0 700 %d %d %d 0 0 0 0%n";

    private final Path directory;

    InterfaceCountersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void set(String name, String value) throws IOException {
        Files.writeString(directory.resolve(name), value);
    }

    private void setInterface(int received, int fifo, int sent, int errors, int unsent)
            throws IOException {
        String other = LINE.formatted("  scan00", 5000, 5000, 5000, 5000, 5000);
        String own = LINE.formatted("   scan0", received, fifo, sent, errors, unsent);
        set("dev", HEAD + other + own);
    }

    private InterfaceCounters counters() {
        return new InterfaceCounters("scan0", directory);
    }

    @Test
    void countsWhatEveryProcessorsBacklogDropped() throws IOException {
        set("softnet_stat", "0000ffff 00000010 00000000\n00000001 00000001 00000000\n");
        InterfaceCounters counters = counters();
        assertEquals(0, counters.droppedInBacklog());
        set("softnet_stat", "0001ffff 0000001a 00000000\n00000001 00000003 00000000\n");
        assertEquals(12, counters.droppedInBacklog());
        assertEquals(0, counters.droppedReceiving());
    }

    @Test
    void knowsWhetherItCanTell() throws IOException {
        assertFalse(counters().areThere());
        set("dev", HEAD + LINE.formatted("scan00", 1, 1, 1, 1, 1));
        assertFalse(counters().areThere());
        setInterface(0, 0, 0, 0, 0);
        assertTrue(counters().areThere());
    }

    @Test
    void countsFromTheStartOn() throws IOException {
        setInterface(110, 1, 50, 0, 7);
        InterfaceCounters counters = counters();
        assertEquals(0, counters.droppedReceiving());
        assertEquals(0, counters.droppedSending());
        assertEquals(0, counters.transmitted());
        setInterface(115, 3, 80, 4, 8);
        assertEquals(7, counters.droppedReceiving());
        assertEquals(5, counters.droppedSending());
        assertEquals(30, counters.transmitted());
    }

    @Test
    void countsNothingInALineThatIsNone() throws IOException {
        setInterface(0, 0, 0, 0, 0);
        InterfaceCounters counters = counters();
        set("dev", HEAD + "scan0: 1 2 3 many 5 6 7 8 9 10 11 12\n");
        assertEquals(0, counters.droppedReceiving());
        assertFalse(counters.areThere());
        set("dev", HEAD + "scan0: 1 2 3\n");
        assertFalse(counters.areThere());
        set("softnet_stat", "some text\n");
        assertEquals(0, counters.droppedInBacklog());
    }

    @Test
    void neverCountsBackwards() throws IOException {
        setInterface(100, 0, 100, 100, 0);
        InterfaceCounters counters = counters();
        Files.delete(directory.resolve("dev"));
        assertEquals(0, counters.droppedReceiving());
        assertEquals(0, counters.droppedSending());
        assertEquals(0, counters.transmitted());
    }

    @Test
    void readsThisHostsOwnInterfaces() {
        assertTrue(new InterfaceCounters("lo").areThere());
    }
}
