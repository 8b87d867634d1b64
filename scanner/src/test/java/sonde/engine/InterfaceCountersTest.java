// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class InterfaceCountersTest {

    private final Path directory;

    InterfaceCountersTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void set(String name, String value) throws IOException {
        Files.writeString(directory.resolve(name), value);
    }

    private InterfaceCounters drops() {
        return new InterfaceCounters(directory, directory.resolve("softnet_stat"));
    }

    @Test
    void countsWhatEveryProcessorsBacklogDropped() throws IOException {
        set("softnet_stat", "0000ffff 00000010 00000000\n00000001 00000001 00000000\n");
        InterfaceCounters drops = drops();
        assertEquals(0, drops.droppedInBacklog());
        set("softnet_stat", "0001ffff 0000001a 00000000\n00000001 00000003 00000000\n");
        assertEquals(12, drops.droppedInBacklog());
        assertEquals(0, drops.droppedReceiving());
    }

    @Test
    void knowsWhetherItCanTell() throws IOException {
        assertEquals(false, drops().areThere());
        set("tx_packets", "0\n");
        assertEquals(true, drops().areThere());
    }

    @Test
    void countsFromTheStartOn() throws IOException {
        set("rx_dropped", "100\n");
        set("rx_missed_errors", "10\n");
        set("rx_fifo_errors", "1\n");
        set("tx_dropped", "7\n");
        set("tx_errors", "0\n");
        InterfaceCounters drops = drops();
        assertEquals(0, drops.droppedReceiving());
        assertEquals(0, drops.droppedSending());
        set("rx_dropped", "105\n");
        set("rx_fifo_errors", "3\n");
        set("tx_errors", "4\n");
        assertEquals(7, drops.droppedReceiving());
        assertEquals(4, drops.droppedSending());
    }

    @Test
    void countsNothingWhereThereAreNoCounters() throws IOException {
        set("rx_dropped", "many\n");
        InterfaceCounters drops = drops();
        assertEquals(0, drops.droppedReceiving());
        assertEquals(0, drops.droppedSending());
        assertEquals(0, drops.droppedInBacklog());
    }

    @Test
    void neverCountsBackwards() throws IOException {
        set("rx_dropped", "100\n");
        InterfaceCounters drops = drops();
        Files.delete(directory.resolve("rx_dropped"));
        assertEquals(0, drops.droppedReceiving());
    }
}
