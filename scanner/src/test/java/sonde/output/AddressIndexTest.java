// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

class AddressIndexTest {

    private record Entry(IpAddress address, int order, long position) {}

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000, 4999, 5000, 5001})
    void sortsAsAListWould(int runEntries) throws IOException {
        SplittableRandom random = new SplittableRandom(runEntries);
        List<Entry> entries = new ArrayList<>();
        List<Entry> sorted = new ArrayList<>();
        try (AddressIndex index = new AddressIndex(folder, runEntries)) {
            for (int i = 0; i < 5000; i++) {
                Entry entry =
                        new Entry(
                                new IpAddress(random.nextInt(3) - 1L, random.nextInt(50) - 25L),
                                random.nextInt(1 << 24) >>> random.nextInt(24),
                                random.nextLong(1L << 40) >>> random.nextInt(40));
                entries.add(entry);
                index.add(
                        new HostGrouping.Target(entry.address(), entry.order()), entry.position());
            }
            index.forEach((high, low, place) ->
                    sorted.add(
                            new Entry(
                                    new IpAddress(high, low),
                                    AddressIndex.order(place),
                                    AddressIndex.position(place))));
        }
        entries.sort(
                Comparator.comparing(Entry::address)
                        .thenComparing(Entry::order)
                        .thenComparing(Entry::position));
        assertEquals(entries, sorted, "seed " + runEntries);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, Long.MAX_VALUE})
    void refusesAPositionItCanNotHold(long position) throws IOException {
        try (AddressIndex index = new AddressIndex(folder, 1)) {
            HostGrouping.Target target = new HostGrouping.Target(IpAddress.ofIpv4(1), 0);
            assertThrows(IOException.class, () -> index.add(target, position));
        }
    }
}
