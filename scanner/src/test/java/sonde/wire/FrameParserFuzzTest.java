// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    private final QuotedPacket quoted = new QuotedPacket();

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
                Stream.concat(
                                Stream.of("tcp-syn-ip", "linux-syn-ack", "linux-rst-ack")
                                        .map(Golden::frame),
                                FrameSamples.all().stream())
                        .toList();
        for (int round = 0; round < 400_000; round++) {
            int which = random.nextInt(golden.size());
            byte[] whole = golden.get(which);
            byte[] frame = Arrays.copyOf(whole, random.nextInt(whole.length + 8));
            if (random.nextBoolean()) {
                frame = whole.clone();
            }
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
        switch (kind) {
            case TCP -> checkTcp(memory);
            case ARP -> assertTrue(parsed.arpOffset + Arp.LENGTH_BYTES <= frame.length);
            case UDP -> {
                checkTransport(frame, Udp.HEADER_LENGTH_BYTES);
                checkPayload(memory, Udp.HEADER_LENGTH_BYTES);
            }
            case SCTP ->
                    checkTransport(
                            frame, Sctp.HEADER_LENGTH_BYTES + Sctp.CHUNK_HEADER_LENGTH_BYTES);
            case ICMP, ICMPV6 -> {
                checkTransport(frame, Icmp.HEADER_LENGTH_BYTES);
                checkQuote(memory);
            }
            case IP -> checkTransport(frame, 0);
            case FRAGMENT -> assertTrue(parsed.ipOffset < frame.length);
            case OTHER, MALFORMED -> {}
        }
    }

    private void checkTcp(MemorySegment memory) {
        assertTrue(parsed.tcpOffset == parsed.transportOffset);
        checkTransport(memory.toArray(ValueLayout.JAVA_BYTE), Tcp.HEADER_LENGTH_BYTES);
        checkPayload(memory, Tcp.HEADER_LENGTH_BYTES);
        assertTrue(Tcp.mssOption(memory, parsed.tcpOffset) <= 0xFFFF);
    }

    private void checkTransport(byte[] frame, int lengthMinBytes) {
        int header = parsed.isIpv6 ? Ipv6.HEADER_LENGTH_BYTES : Ipv4.HEADER_LENGTH_BYTES;
        assertTrue(parsed.transportOffset >= parsed.ipOffset + header);
        assertTrue(parsed.transportLengthBytes >= lengthMinBytes);
        assertTrue(parsed.transportOffset + parsed.transportLengthBytes <= frame.length);
        assertTrue(parsed.isIpv6 || IpAddress.isIpv4(parsed.sourceHigh, parsed.sourceLow));
    }

    private void checkPayload(MemorySegment memory, int headerLengthMinBytes) {
        assertTrue(parsed.payloadOffset >= parsed.transportOffset + headerLengthMinBytes);
        assertTrue(parsed.payloadLengthBytes >= 0);
        assertTrue(parsed.payloadOffset + parsed.payloadLengthBytes <= memory.byteSize());
    }

    private void checkQuote(MemorySegment memory) {
        if (quoted.parse(memory, parsed)) {
            assertTrue(quoted.transportLengthBytes >= 0);
            assertTrue(quoted.transportOffset > parsed.transportOffset);
            assertTrue(
                    quoted.transportOffset + quoted.transportLengthBytes
                            <= parsed.transportOffset + parsed.transportLengthBytes);
            assertTrue(quoted.isIpv6 == parsed.isIpv6);
        }
    }
}
