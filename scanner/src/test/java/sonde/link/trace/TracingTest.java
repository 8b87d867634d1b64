// SPDX-License-Identifier: Apache-2.0
package sonde.link.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.link.TestFrames.OURS;
import static sonde.link.TestFrames.OUR_MAC;
import static sonde.link.TestFrames.THEIRS;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import sonde.clock.NanoClock;
import sonde.link.FrameBatch;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Links;
import sonde.link.TestFrames;
import sonde.link.memory.MemoryLink;
import sonde.wire.Arp;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Of {@link TracingSink} and {@link TracingSource}, and of the text both write. */
class TracingTest {

    private static final NanoClock CLOCK = () -> 1_034_900_000L + 5;

    private final MemoryLink link =
            MemoryLink.responding(
                    Framing.ETHERNET, (memory, offset, length, answers) -> {}, 1000, () -> 0);
    private final List<String> lines = new ArrayList<>();
    private final FrameSink sink =
            new TracingSink(link.sink(), Framing.ETHERNET, CLOCK, 5, lines::add);
    private final FrameSource source =
            new TracingSource(link.source(), Framing.ETHERNET, CLOCK, 5, lines::add);

    @AfterEach
    void close() {
        sink.close();
        source.close();
    }

    @Test
    void tellsOfProbesAsMasscanDoes() {
        Links.send(
                sink,
                List.of(
                        TestFrames.framed(
                                Framing.ETHERNET,
                                TestFrames.tcp(OURS, THEIRS, 45_698, 80, 1, 0, Tcp.SYN),
                                TestFrames.THEIR_MAC,
                                OUR_MAC)));
        assertEquals(
                List.of("SENT (1.0349) TCP  [198.19.255.1]:45698  > [198.18.0.1]:80       SYN"),
                lines);
    }

    @Test
    void tellsOfEveryFrameOfABatch() {
        Links.send(sink, List.of(probe(0), probe(1), probe(2)));
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).contains("[198.19.255.1]:40002 "), lines.get(2));
    }

    @Test
    void tellsOfAnswers() {
        receive(TestFrames.answer(Framing.ETHERNET, 7));
        assertEquals(
                List.of(
                        "RCVD (1.0349) TCP  [198.18.0.1]:80       > [198.19.255.1]:40007 "
                                + " SYN-ACK"),
                lines);
    }

    @Test
    void tellsOfPayload() {
        byte[] packet = TestFrames.tcp(THEIRS, OURS, 80, 40_000, 1, 2, Tcp.ACK | Tcp.PSH);
        byte[] longer = java.util.Arrays.copyOf(packet, packet.length + 9);
        longer[3] = (byte) longer.length;
        receive(TestFrames.framed(Framing.ETHERNET, longer, OUR_MAC, 2));
        assertTrue(lines.getFirst().endsWith("  ACK-PSH 9-bytes"), lines.getFirst());
    }

    @Test
    void tellsOfArp() {
        byte[] request = new byte[Arp.FRAME_LENGTH_BYTES];
        Arp.writeRequest(MemorySegment.ofArray(request), 0, OUR_MAC, OURS, THEIRS);
        Links.send(sink, List.of(request));
        receive(TestFrames.arpReply());
        byte[] other = TestFrames.arpReply();
        other[21] = 9;
        receive(other);
        assertEquals(
                List.of(
                        "SENT (1.0349) ARP  who-has 198.18.0.1 tell 198.19.255.1",
                        "RCVD (1.0349) ARP  198.18.0.1 is-at 02:00:00:00:00:02 tell"
                                + " 198.19.255.1",
                        "RCVD (1.0349) ARP  operation 9"),
                lines);
    }

    @Test
    void tellsOfOtherFramesByLength() {
        receive(new byte[20]);
        receive(new byte[3]);
        byte[] fragment = TestFrames.answer(Framing.ETHERNET, 1);
        fragment[20] = 0x20;
        receive(fragment);
        assertEquals(
                List.of(
                        "RCVD (1.0349) ???  20-bytes",
                        "RCVD (1.0349) ???  3-bytes malformed",
                        "RCVD (1.0349) FRAG [198.18.0.1]          > [198.19.255.1]       "
                                + " 54-bytes"),
                lines);
    }

    @Test
    void tellsOfEveryProtocol() {
        String addresses = "c6120001 c613ff01";
        receiveHex("0800", "4500 001e 0000 0000 4011 0000" + addresses + "0035c35000098888 61 00");
        receiveHex("0800", "4500 001c 0000 0000 4001 0000" + addresses + "0303000000000000");
        receiveHex("0800", "4500 001c 0000 0000 4001 0000" + addresses + "0e00000000000000");
        receiveHex("0800", "4500 001c 0000 0000 4001 0000" + addresses + "0900000000000000");
        receiveHex("0800", "4500 0018 0000 0000 402f 0000" + addresses + "00000800");
        receiveHex(
                "0800",
                "4500 0024 0000 0000 4084 0000" + addresses + "0050c3500000000100000000 06000004");
        assertEquals(
                List.of(
                        "UDP  [198.18.0.1]:53       > [198.19.255.1]:50000  1-bytes",
                        "ICMP [198.18.0.1]          > [198.19.255.1]        unreachable code-3",
                        "ICMP [198.18.0.1]          > [198.19.255.1]        timestamp-reply",
                        "ICMP [198.18.0.1]          > [198.19.255.1]        type-9",
                        "IP   [198.18.0.1]          > [198.19.255.1]        protocol-47 4-bytes",
                        "SCTP [198.18.0.1]:80       > [198.19.255.1]:50000  ABORT"),
                lines.stream().map(line -> line.substring("RCVD (1.0349) ".length())).toList());
    }

    @Test
    void putsIpv6AddressesInBrackets() {
        String addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";
        receiveHex("86dd", "60000000 0008 1140" + addresses + "0035c35000080000");
        receiveHex("86dd", "60000000 0008 3a40" + addresses + "8100000000000000");
        receiveHex("86dd", "60000000 0008 2c40" + addresses + "1100000100000000");
        assertEquals(
                List.of(
                        "UDP  [2001:db8::1]:53      > [2001:db8::2]:50000   0-bytes",
                        "ICMP6 [2001:db8::1]         > [2001:db8::2]         echo-reply",
                        "FRAG [2001:db8::1]         > [2001:db8::2]         62-bytes"),
                lines.stream().map(line -> line.substring("RCVD (1.0349) ".length())).toList());
    }

    private void receiveHex(String type, String packet) {
        String frame = "020000000001 020000000002" + type + packet;
        receive(HexFormat.of().parseHex(frame.replace(" ", "")));
    }

    @Test
    void flagsHaveNames() {
        assertEquals("NULL", flagsOf(0));
        assertEquals("FIN-ACK", flagsOf(Tcp.FIN | Tcp.ACK));
        assertEquals("RST-ACK", flagsOf(Tcp.RST | Tcp.ACK));
        assertEquals("SYN-RST-FIN-ACK-PSH-URG-ECE-CWR", flagsOf(0xff));
    }

    private String flagsOf(int flags) {
        lines.clear();
        byte[] packet = TestFrames.tcp(THEIRS, OURS, 80, 40_000, 1, 2, flags);
        receive(TestFrames.framed(Framing.ETHERNET, packet, OUR_MAC, 2));
        return lines.getFirst().substring(lines.getFirst().lastIndexOf(' ') + 1);
    }

    @Test
    void noFrameReachesTheTerminal() {
        Random random = new Random(0x7E47);
        for (int i = 0; i < 2_000; i++) {
            byte[] frame = new byte[random.nextInt(80)];
            random.nextBytes(frame);
            if (frame.length > 14) {
                frame[12] = 8;
                frame[13] = (byte) (i % 2 == 0 ? 0 : 6);
                if (i % 3 == 0) {
                    frame[12] = (byte) 0x86;
                    frame[13] = (byte) 0xDD;
                }
            }
            receive(frame);
        }
        assertEquals(2_000, lines.size());
        for (String line : lines) {
            assertTrue(line.matches("[A-Za-z0-9()\\[\\]:.,?> -]{1,120}"), line);
        }
    }

    @Test
    void passesEverythingElseOn() {
        assertEquals(link.sink().slotCountMax(), sink.slotCountMax());
        assertEquals(link.sink().slotStrideBytes(), sink.slotStrideBytes());
        assertEquals(link.sink().memory(), sink.memory());
        source.await(1);
        assertEquals(0, source.droppedCount());
        assertEquals(0, source.receive(new FrameBatch()));
    }

    private static byte[] probe(int number) {
        return TestFrames.probe(Framing.ETHERNET, number);
    }

    private void receive(byte[] frame) {
        link.deliver(MemorySegment.ofArray(frame), 0, frame.length);
        assertEquals(1, source.receive(new FrameBatch()));
    }
}
