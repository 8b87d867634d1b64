// SPDX-License-Identifier: Apache-2.0
package sonde.link.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.link.Framing;
import sonde.link.TestFrames;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

class PcapWriterTest {

    private static final int WHOLE = PcapWriter.SNAPSHOT_LENGTH_DEFAULT;

    @TempDir private Path directory;

    @Test
    void theFileIsByteForByteAsSpecified() throws IOException {
        Path path = directory.resolve("a.pcap");
        try (PcapWriter writer = PcapWriter.create(path, Framing.IP, 4)) {
            MemorySegment memory = MemorySegment.ofArray(new byte[] {9, 1, 2, 3, 4, 5});
            writer.write(memory, 1, 5, 1_700_000_000_123_456_789L);
        }
        assertEquals(
                // magic, version, reserved, snapshot length, link type; seconds, nanoseconds,
                // captured, original, bytes
                "4d3cb2a1 02000400 00000000 00000000 04000000 65000000"
                        + " 00f15365 15cd5b07 04000000 05000000 01020304",
                hex(Files.readAllBytes(path)));
    }

    @Test
    void manyFramesPassTheBuffer() throws IOException {
        Path path = directory.resolve("many.pcap");
        byte[] frame = TestFrames.probe(Framing.ETHERNET, 1);
        try (PcapWriter writer = PcapWriter.create(path, Framing.ETHERNET, WHOLE)) {
            for (int i = 0; i < 10_000; i++) {
                writer.write(MemorySegment.ofArray(frame), 0, frame.length, i);
            }
        }
        assertEquals(24 + 10_000L * (16 + 54), Files.size(path));
    }

    @Test
    void flushMakesFramesVisible() throws IOException {
        Path path = directory.resolve("b.pcap");
        try (PcapWriter writer = PcapWriter.create(path, Framing.IP, WHOLE)) {
            assertEquals(24, Files.size(path), "the header is there at once");
            writer.write(MemorySegment.ofArray(new byte[10]), 0, 10, 0);
            assertEquals(24, Files.size(path));
            writer.flush();
            assertEquals(24 + 16 + 10, Files.size(path));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws IOException {
        PcapWriter writer = PcapWriter.create(directory.resolve("c.pcap"), Framing.IP, WHOLE);
        writer.close();
        writer.close();
    }

    @Test
    void aFullDiskIsAnIoException() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "SKIPPED: no /dev/full here");
        assertThrows(IOException.class, () -> PcapWriter.create(full, Framing.IP, WHOLE));
        Path nowhere = directory.resolve("nowhere/a.pcap");
        assertThrows(IOException.class, () -> PcapWriter.create(nowhere, Framing.IP, WHOLE));
    }

    @Test
    void refusesImpossibleSnapshotLengths() {
        Path path = directory.resolve("d.pcap");
        for (int length : new int[] {0, -1, 65_536}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> PcapWriter.create(path, Framing.IP, length));
        }
    }

    @Test
    void tcpdumpReadsIt() throws Exception {
        for (Framing framing : Framing.values()) {
            Path path = directory.resolve(framing + ".pcap");
            byte[] frame = TestFrames.answer(framing, 7);
            try (PcapWriter writer = PcapWriter.create(path, framing, WHOLE)) {
                writer.write(
                        MemorySegment.ofArray(frame), 0, frame.length, 1_700_000_000_000_000_001L);
            }
            String said = tcpdump(path);
            assertTrue(said.contains("1700000000.000000001"), said);
            assertTrue(said.contains("198.18.0.1.80 > 198.19.255.1.40007: Flags [S.]"), said);
            assertTrue(said.contains("(correct)"), said);
        }
    }

    private static String tcpdump(Path path) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(
                                    "tcpdump", "-nn", "-vv", "-tt", "--nano", "-r", path.toString())
                            .redirectErrorStream(true)
                            .start();
            byte[] said = process.getInputStream().readAllBytes();
            assertEquals(0, process.waitFor(), new String(said, StandardCharsets.UTF_8));
            return new String(said, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return Assumptions.abort("SKIPPED: no tcpdump here: " + e.getMessage());
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 4) {
            words.append(i == 0 ? "" : " ").append(HexFormat.of().formatHex(bytes, i, i + 4));
        }
        return words.toString();
    }

    @Test
    void packetsGetAHeaderAmongEthernetFrames() throws IOException {
        Path path = directory.resolve("e.pcap");
        try (PcapWriter writer = PcapWriter.create(path, Framing.ETHERNET, WHOLE)) {
            writer.write(MemorySegment.ofArray(new byte[] {0x60, 1}), 0, 2, 0, Framing.IP);
            writer.write(MemorySegment.ofArray(new byte[] {9, 0x45, 2}), 1, 2, 0, Framing.IP);
            writer.write(MemorySegment.ofArray(new byte[] {7, 7, 7, 7}), 0, 4, 0, Framing.ETHERNET);
        }
        String lengths = "00000000 00000000 10000000 10000000 ";
        String header = "00000000 00000000 00000000 ";
        assertEquals(
                lengths
                        + header
                        + "86dd6001 "
                        + lengths
                        + header
                        + "08004502 00000000 00000000 04000000 04000000 07070707",
                hex(Arrays.copyOfRange(Files.readAllBytes(path), 24, (int) Files.size(path))));
    }
}
