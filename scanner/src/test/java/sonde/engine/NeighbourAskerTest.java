// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.sys.Errno;
import sonde.wire.Arp;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.Ndp;
import sonde.wire.ParsedFrame;

import java.util.List;
import java.util.stream.IntStream;

class NeighbourAskerTest {

    private final FakeSink sink = new FakeSink();
    private final NeighbourAsker asker = Wiring.asker(sink);

    private static Questions questions(int count) {
        Questions questions = new Questions();
        for (int i = 0; i < count; i++) {
            questions.add(0, IpAddress.ipv4Low(Wiring.FIRST + i));
        }
        return questions;
    }

    private List<Integer> asked() {
        return sink.frames.stream()
                .map(frame -> Arp.targetAddress(frame, Ethernet.HEADER_LENGTH_BYTES))
                .toList();
    }

    @Test
    void asksMoreThanASinkHasSlotsFor() {
        assertEquals(70, asker.ask(questions(70)));
        assertEquals(IntStream.range(0, 70).map(i -> Wiring.FIRST + i).boxed().toList(), asked());
    }

    @Test
    void asksEachFamilyInItsWay() {
        Questions questions = questions(1);
        IpAddress neighbour = IpAddress.parse("2001:db8::77");
        questions.add(neighbour.high(), neighbour.low());
        assertEquals(2, asker.ask(questions));
        var arp = sink.frames.getFirst();
        assertEquals(Wiring.FIRST, Arp.targetAddress(arp, Ethernet.HEADER_LENGTH_BYTES));
        assertEquals(Wiring.SOURCE, Arp.senderAddress(arp, Ethernet.HEADER_LENGTH_BYTES));
        var solicitation = sink.frames.getLast();
        ParsedFrame parsed = new ParsedFrame();
        FrameKind kind =
                FrameParser.parse(
                        solicitation,
                        0,
                        (int) solicitation.byteSize(),
                        Ethernet.HEADER_LENGTH_BYTES,
                        parsed);
        assertEquals(FrameKind.ICMPV6, kind);
        assertTrue(Ndp.isSolicitation(solicitation, parsed));
        assertEquals(neighbour.high(), Ndp.targetHigh(solicitation, parsed));
        assertEquals(neighbour.low(), Ndp.targetLow(solicitation, parsed));
        assertEquals(Wiring.IPV6_SOURCE, parsed.source());
    }

    @Test
    void aQuestionThatIsNotTakenIsLost() {
        sink.script.addAll(List.of(3, -Errno.ENOBUFS));
        assertEquals(3, asker.ask(questions(10)));
        assertEquals(3, asked().size());
    }

    @Test
    void saysWhyNoneWasTaken() {
        sink.script.add(-Errno.ENETDOWN);
        assertEquals(-Errno.ENETDOWN, asker.ask(questions(2)));
        sink.fullCount = 1;
        assertEquals(0, asker.ask(questions(2)));
    }
}
