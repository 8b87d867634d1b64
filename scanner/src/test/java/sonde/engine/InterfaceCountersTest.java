// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class InterfaceDropsTest {

    private final Path directory;

    InterfaceDropsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void set(String name, String value) throws IOException {
        Files.writeString(directory.resolve(name), value);
    }

    private InterfaceDrops drops() {
        return new InterfaceDrops(directory, directory.resolve("softnet_stat"));
    }

    @Test
    void countsWhatEveryProcessorsBacklogDropped() throws IOException {
        set("softnet_stat", "0000ffff 00000010 00000000\n00000001 00000001 00000000\n");
        InterfaceDrops drops = drops();
        assertEquals(0, drops.backlog());
        set("softnet_stat", "0001ffff 0000001a 00000000\n00000001 00000003 00000000\n");
        assertEquals(12, drops.backlog());
        assertEquals(0, drops.received());
    }

    @Test
    void countsFromTheStartOn() throws IOException {
        set("rx_dropped", "100\n");
        set("rx_missed_errors", "10\n");
        set("rx_fifo_errors", "1\n");
        set("tx_dropped", "7\n");
        set("tx_errors", "0\n");
        InterfaceDrops drops = drops();
        assertEquals(0, drops.received());
        assertEquals(0, drops.sent());
        set("rx_dropped", "105\n");
        set("rx_fifo_errors", "3\n");
        set("tx_errors", "4\n");
        assertEquals(7, drops.received());
        assertEquals(4, drops.sent());
    }

    @Test
    void countsNothingWhereThereAreNoCounters() throws IOException {
        set("rx_dropped", "many\n");
        InterfaceDrops drops = drops();
        assertEquals(0, drops.received());
        assertEquals(0, drops.sent());
        assertEquals(0, drops.backlog());
    }

    @Test
    void neverCountsBackwards() throws IOException {
        set("rx_dropped", "100\n");
        InterfaceDrops drops = drops();
        Files.delete(directory.resolve("rx_dropped"));
        assertEquals(0, drops.received());
    }
}
