// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.reply.Answer;
import sonde.target.TargetSpace;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;

class ProbeStagesTest {

    private static final int STRIDE = 2048;

    private static final TargetSpace SPACE =
            TargetSpace.of(
                    List.of(
                            Grids.ipv4(0, 9, 80, 80),
                            Grids.ipv6(0, 9, 80, 80),
                            Grids.ipv4(0, 9, 9999, 9999),
                            Grids.ipv6(0, 9, 36_412, 36_412),
                            Grids.ipv4(0, 9)));

    private static final List<ScanPlan.Probing> PROBINGS =
            Grids.probings(
                    ProbeKind.TCP, ProbeKind.TCP, ProbeKind.UDP, ProbeKind.SCTP, ProbeKind.ARP);

    private final ProbeStages stages = Wiring.stages(SPACE, PROBINGS);
    private final MemorySegment memory =
            MemorySegment.ofArray(new byte[ProbeBatch.CAPACITY * STRIDE]);

    /** Each grid's frames are those of its kind and family, with the length that is said. */
    @Test
    void everyGridsProbesAreOfItsKind() {
        ProbeStream stream = Wiring.stream(SPACE, 1);
        ProbeBatch batch = new ProbeBatch();
        ParsedFrame parsed = new ParsedFrame();
        int probes = 0;
        while (stream.fill(batch) > 0) {
            stages.complete(batch);
            stages.write(batch, 0, batch.count, memory, 0, STRIDE);
            for (int i = 0; i < batch.count; i++) {
                int length = stages.lengthBytes(batch, i);
                assertTrue(length <= stages.lengthMaxBytes());
                FrameKind kind =
                        FrameParser.parse(
                                memory,
                                (long) i * STRIDE,
                                length,
                                Ethernet.HEADER_LENGTH_BYTES,
                                parsed);
                assertEquals(kindOf(batch.grid), kind);
                assertProbe(batch, i, parsed);
                probes++;
            }
        }
        assertEquals(SPACE.size(), probes);
    }

    private static FrameKind kindOf(int grid) {
        return switch (grid) {
            case 0, 1 -> FrameKind.TCP;
            case 2 -> FrameKind.UDP;
            case 3 -> FrameKind.SCTP;
            default -> FrameKind.ARP;
        };
    }

    private void assertProbe(ProbeBatch batch, int i, ParsedFrame parsed) {
        if (kindOf(batch.grid) == FrameKind.ARP) {
            return;
        }
        assertEquals(SPACE.addressOf(batch.index[i]), parsed.destination());
        assertEquals(batch.port[i], parsed.destinationPort);
        assertEquals(batch.sourcePort[i], parsed.sourcePort);
        assertTrue(Wiring.PORTS.contains(parsed.sourcePort));
        assertTrue(
                parsed.isIpv6
                        ? Wiring.IPV6_ADDRESSES.contains(parsed.sourceHigh, parsed.sourceLow)
                        : Wiring.ADDRESSES.contains(parsed.sourceAddress));
        if (kindOf(batch.grid) == FrameKind.TCP) {
            assertEquals(batch.cookie[i], Tcp.sequence(memory, parsed.transportOffset));
        } else if (kindOf(batch.grid) == FrameKind.SCTP) {
            assertEquals(batch.cookie[i], Sctp.initiateTag(memory, parsed.transportOffset));
        }
    }

    /** What is answered to a probe is read as an answer to it: both sides agree on the cookies. */
    @Test
    void theReaderKnowsTheCookiesThatTheStagesMake() {
        ProbeBatch batch = new ProbeBatch();
        Wiring.stream(SPACE, 1).fill(batch);
        stages.complete(batch);
        ParsedFrame answer = new ParsedFrame();
        for (int i = 0; i < batch.count && batch.grid <= 1; i++) {
            answer.sourceHigh = SPACE.addressOf(batch.index[i]).high();
            answer.sourceLow = SPACE.addressOf(batch.index[i]).low();
            answer.destinationHigh = batch.isIpv6 ? batch.sourceHigh[i] : 0;
            answer.destinationLow =
                    batch.isIpv6 ? batch.sourceLow[i] : IpAddress.ipv4Low(batch.sourceAddress[i]);
            answer.sourcePort = batch.port[i];
            answer.destinationPort = batch.sourcePort[i];
            answer.acknowledgment = batch.cookie[i] + 1;
            answer.tcpFlags = Tcp.SYN | Tcp.ACK;
            assertTrue(
                    Wiring.reader(SPACE, PROBINGS)
                            .read(memory, FrameKind.TCP, answer, new Answer()));
        }
    }

    @Test
    void oneLengthIsOneOnlyIfAllGridsHaveIt() {
        assertFalse(stages.hasOneLength());
        TargetSpace ipv4 = Wiring.space(5, 5);
        assertTrue(Wiring.stages(ipv4).hasOneLength());
        TargetSpace twice = TargetSpace.of(List.of(Grids.ipv4(0, 3, 1, 1), Grids.ipv4(0, 3, 1, 1)));
        assertTrue(Wiring.stages(twice).hasOneLength());
        TargetSpace both = TargetSpace.of(List.of(Grids.ipv4(0, 3, 1, 1), Grids.ipv6(0, 3, 1, 1)));
        assertFalse(Wiring.stages(both).hasOneLength());
    }

    @Test
    void setsTheNextHopOfAFrameOfAnyGrid() {
        for (int grid = 0; grid < 4; grid++) {
            ProbeBatch batch = new ProbeBatch();
            batch.count = 1;
            batch.index[0] = SPACE.firstOf(grid);
            ProbeStream.resolve(SPACE, batch, grid);
            stages.complete(batch);
            stages.write(batch, 0, 1, memory, 0, STRIDE);
            assertEquals(Wiring.ROUTER_MAC, Ethernet.destinationMac(memory, 0));
            stages.setDestinationMac(memory, 0, 0x0200_0000_0055L);
            assertEquals(0x0200_0000_0055L, Ethernet.destinationMac(memory, 0));
        }
    }
}
