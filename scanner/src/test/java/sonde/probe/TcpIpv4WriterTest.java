// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.Golden;
import sonde.wire.IpFamily;
import sonde.wire.Ipv4;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

class TcpIpv4WriterTest {

    private static final CookieKey KEY = new CookieKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final int SOURCE = Ipv4Address.parse("198.18.0.1");
    private static final long SOURCE_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final long NEXT_HOP_MAC = MacAddress.parse("02:00:00:00:00:02");

    private static ProbeBatch goldenProbe() {
        ProbeBatch batch = new ProbeBatch();
        batch.address[0] = Ipv4Address.parse("198.18.7.9");
        batch.port[0] = 443;
        batch.count = 1;
        new SourceAddresses(SOURCE, SOURCE, KEY).fill(batch);
        new SourcePorts(40000, 59999, KEY).fill(batch);
        new Cookies(KEY).fill(batch);
        return batch;
    }

    private static byte[] write(ProbeTemplate template, ProbeBatch batch, int probe) {
        FrameWriter writer = ProbeKind.TCP.writer(template, IpFamily.IPV4, ProbeDetails.SYN, KEY);
        byte[] frame = new byte[writer.frameLengthBytes()];
        writer.write(batch, probe, 1, MemorySegment.ofArray(frame), 0, frame.length);
        return frame;
    }

    @Test
    void writesTheGoldenFrames() {
        ProbeTemplate ethernet =
                ProbeTemplate.ethernet(SOURCE_MAC, NEXT_HOP_MAC, ProbeTemplate.TTL_DEFAULT);
        ProbeTemplate ip = ProbeTemplate.ip(ProbeTemplate.TTL_DEFAULT);
        assertArrayEquals(Golden.frame("tcp-syn-ethernet"), write(ethernet, goldenProbe(), 0));
        assertArrayEquals(Golden.frame("tcp-syn-ip"), write(ip, goldenProbe(), 0));
    }

    /** Each of the three targets comes from another address of a range. */
    @Test
    void writesTheGoldenFramesOfARangeOfSources() {
        ProbeTemplate ethernet =
                ProbeTemplate.ethernet(SOURCE_MAC, NEXT_HOP_MAC, ProbeTemplate.TTL_DEFAULT);
        ProbeBatch batch = goldenProbe();
        List<byte[]> golden = Golden.rows("tcp-syn-from-range.txt");
        for (int i = 0; i < 3; i++) {
            batch.address[i] = batch.address[0];
            batch.port[i] = 443 + i;
        }
        new SourceAddresses(SOURCE, SOURCE + 255, KEY).fill(batch);
        new SourcePorts(40000, 59999, KEY).fill(batch);
        new Cookies(KEY).fill(batch);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(golden.get(i), write(ethernet, batch, i));
        }
    }

    /**
     * The scalar reference: the frame built from nothing, header by header, with full checksums.
     */
    private static byte[] rebuild(
            ProbeTemplate template, ProbeBatch batch, int i, int identification, int window) {
        byte[] bytes = new byte[template.ipOffsetBytes() + 44];
        MemorySegment frame = MemorySegment.ofArray(bytes);
        long ip = template.ipOffsetBytes();
        long tcp = ip + 20;
        if (template.isEthernet()) {
            Ethernet.write(
                    frame, 0, template.destinationMac(), template.sourceMac(), Ethernet.TYPE_IPV4);
        }
        Ipv4.setHeaderLengthBytes(frame, ip, 20);
        Ipv4.setTotalLengthBytes(frame, ip, 44);
        Ipv4.setIdentification(frame, ip, identification);
        Ipv4.setFlagsAndFragmentOffset(frame, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(frame, ip, template.ttl());
        Ipv4.setProtocol(frame, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(frame, ip, batch.sourceAddress[i]);
        Ipv4.setDestination(frame, ip, batch.address[i]);
        Ipv4.fillChecksum(frame, ip);
        Tcp.setSourcePort(frame, tcp, batch.sourcePort[i]);
        Tcp.setDestinationPort(frame, tcp, batch.port[i]);
        Tcp.setSequence(frame, tcp, batch.cookie[i]);
        Tcp.setHeaderLengthBytes(frame, tcp, 24);
        Tcp.setFlags(frame, tcp, Tcp.SYN);
        Tcp.setWindow(frame, tcp, window);
        Tcp.writeMssOption(frame, tcp + 20, 1460);
        Tcp.fillChecksum(frame, tcp, batch.sourceAddress[i], batch.address[i], 24);
        return bytes;
    }

    @Test
    void patchedFramesEqualRebuiltOnes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ProbeBatch batch = new ProbeBatch();
        int stride = 64;
        byte[] memory = new byte[ProbeBatch.CAPACITY * stride];
        for (int round = 0; round < 1_000; round++) {
            Batches.randomise(batch, random);
            int ttl = 1 + random.nextInt(255);
            ProbeTemplate template =
                    random.nextBoolean()
                            ? ProbeTemplate.ip(ttl)
                            : ProbeTemplate.ethernet(
                                    random.nextLong() >>> 16, random.nextLong() >>> 16, ttl);
            FrameWriter writer =
                    ProbeKind.TCP.writer(template, IpFamily.IPV4, ProbeDetails.SYN, KEY);
            MemorySegment slots = MemorySegment.ofArray(memory);
            writer.write(batch, 0, ProbeBatch.CAPACITY, slots, 0, stride);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                int at = i * stride;
                long ip = at + template.ipOffsetBytes();
                int identification = Ipv4.identification(slots, ip);
                int window = Tcp.window(slots, ip + 20);
                assertArrayEquals(
                        rebuild(template, batch, i, identification, window),
                        Arrays.copyOfRange(memory, at, at + writer.frameLengthBytes()),
                        () -> "seed " + seed);
            }
        }
    }

    @Test
    void variesWhatAnIdsRuleCouldMatch() {
        ProbeTemplate template = ProbeTemplate.ip(ProbeTemplate.TTL_DEFAULT);
        FrameWriter writer = ProbeKind.TCP.writer(template, IpFamily.IPV4, ProbeDetails.SYN, KEY);
        SplittableRandom random = new SplittableRandom(8);
        ProbeBatch batch = new ProbeBatch();
        byte[] memory = new byte[ProbeBatch.CAPACITY * 64];
        MemorySegment slots = MemorySegment.ofArray(memory);
        Map<Integer, Integer> windows = new HashMap<>();
        Map<Integer, Integer> identifications = new HashMap<>();
        int rounds = 100;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                batch.cookie[i] = random.nextInt();
            }
            writer.write(batch, 0, ProbeBatch.CAPACITY, slots, 0, 64);
            for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
                windows.merge(Tcp.window(slots, i * 64L + 20), 1, Integer::sum);
                identifications.merge(Ipv4.identification(slots, i * 64L), 1, Integer::sum);
            }
        }
        int quarter = rounds * ProbeBatch.CAPACITY / 4;
        assertEquals(Set.of(64240, 29200, 14600, 8192), windows.keySet());
        for (int uses : windows.values()) {
            assertTrue(Math.abs(uses - quarter) < quarter / 10, "a window is used " + uses);
        }
        // 25600 of 65536 values drawn at random hit about 21200 different ones.
        assertTrue(identifications.size() > 20_500, identifications.size() + " IP ids");
    }

    @Test
    void itsFramesPassTheParser() {
        byte[] frame = Golden.frame("tcp-syn-ethernet");
        ParsedFrame parsed = new ParsedFrame();
        assertEquals(
                FrameKind.TCP,
                FrameParser.parse(MemorySegment.ofArray(frame), 0, frame.length, 14, parsed));
        assertEquals(Tcp.SYN, parsed.tcpFlags);
        assertEquals(1460, Tcp.mssOption(MemorySegment.ofArray(frame), parsed.tcpOffset));
    }
}
