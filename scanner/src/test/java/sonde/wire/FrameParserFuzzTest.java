// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Any bytes are parsed without exception. The frame lies in memory of exactly its length, so a read
 * outside it would throw.
 */
class FrameParserFuzzTest {

    private final ParsedFrame parsed = new ParsedFrame();

    @FuzzTest(maxDuration = "30s")
    void parsesAnything(FuzzedDataProvider data) {
        int ipOffsetBytes = data.consumeBoolean() ? Ethernet.HEADER_LENGTH_BYTES : 0;
        check(data.consumeRemainingAsBytes(), ipOffsetBytes);
    }

    /** The same without a fuzzer, from frames that are nearly right. */
    @Test
    void parsesBrokenFrames() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> golden =
                Stream.of("tcp-syn-ip", "linux-syn-ack", "linux-rst-ack", "arp-reply")
                        .map(Golden::frame)
                        .toList();
        for (int round = 0; round < 200_000; round++) {
            int which = random.nextInt(golden.size());
            byte[] whole = golden.get(which);
            byte[] frame = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
            for (int flips = random.nextInt(4); flips > 0 && frame.length > 0; flips--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            try {
                check(frame, which == 0 ? 0 : Ethernet.HEADER_LENGTH_BYTES);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void check(byte[] frame, int ipOffsetBytes) {
        MemorySegment memory = MemorySegment.ofArray(frame);
        FrameKind kind = FrameParser.parse(memory, 0, frame.length, ipOffsetBytes, parsed);
        if (kind == FrameKind.TCP) {
            assertTrue(parsed.ipOffset == ipOffsetBytes);
            assertTrue(parsed.tcpOffset >= parsed.ipOffset + Ipv4.HEADER_LENGTH_BYTES);
            assertTrue(parsed.payloadOffset >= parsed.tcpOffset + Tcp.HEADER_LENGTH_BYTES);
            assertTrue(parsed.payloadLengthBytes >= 0);
            assertTrue(parsed.payloadOffset + parsed.payloadLengthBytes <= frame.length);
            assertTrue(Tcp.mssOption(memory, parsed.tcpOffset) <= 0xFFFF);
        } else if (kind == FrameKind.ARP) {
            assertTrue(parsed.arpOffset + Arp.LENGTH_BYTES <= frame.length);
        }
    }
}
