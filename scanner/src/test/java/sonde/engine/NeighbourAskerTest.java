// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.sys.Errno;
import sonde.wire.Arp;
import sonde.wire.Ethernet;

import java.util.List;
import java.util.stream.IntStream;

class NeighbourAskerTest {

    private final FakeSink sink = new FakeSink();
    private final NeighbourAsker asker = new NeighbourAsker(sink, Wiring.SOURCE_MAC, Wiring.SOURCE);

    private static int[] addresses(int count) {
        return IntStream.range(0, count).map(i -> Wiring.FIRST + i).toArray();
    }

    private List<Integer> asked() {
        return sink.frames.stream()
                .map(frame -> Arp.targetAddress(frame, Ethernet.HEADER_LENGTH_BYTES))
                .toList();
    }

    @Test
    void asksMoreThanASinkHasSlotsFor() {
        int[] addresses = addresses(100);
        assertEquals(70, asker.ask(addresses, 70));
        assertEquals(IntStream.of(addresses).limit(70).boxed().toList(), asked());
    }

    @Test
    void aQuestionThatIsNotTakenIsLost() {
        sink.script.addAll(List.of(3, -Errno.ENOBUFS));
        assertEquals(3, asker.ask(addresses(10), 10));
        assertEquals(3, asked().size());
    }

    @Test
    void saysWhyNoneWasTaken() {
        sink.script.add(-Errno.ENETDOWN);
        assertEquals(-Errno.ENETDOWN, asker.ask(addresses(2), 2));
        sink.fullCount = 1;
        assertEquals(0, asker.ask(addresses(2), 2));
    }
}
