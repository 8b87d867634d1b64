// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.link.Framing;
import sonde.link.pcap.PcapWriter;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Wireshark's dissectors read probes of every kind, written now: none is malformed, every checksum
 * is right. UDP goes without payload: payloads have tests of their own. Skipped where tshark isn't
 * installed.
 */
class TsharkTest {

    private static final int PROBES_EACH = 24;

    private static final List<String> SUMMED =
            List.of("ip", "tcp", "udp", "icmp", "icmpv6", "sctp");

    /** What tshark says of a checksum: nothing of the protocol, or that it is right. */
    private static final String NONE = "";

    private static final String GOOD = "1";

    @TempDir Path directory;

    @Test
    void findsNothingWrong() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Path file = directory.resolve("probes.pcap");
        int frames = write(file, new SplittableRandom(seed));
        List<String> rows = read(file);
        assertEquals(frames, rows.size(), "frames, seed " + seed);
        int[] good = new int[SUMMED.size()];
        for (String row : rows) {
            String[] columns = row.split(",", -1);
            assertEquals(NONE, columns[1], "malformed: " + row + ", seed " + seed);
            for (int i = 0; i < good.length; i++) {
                String status = columns[2 + i];
                good[i] += status.equals(GOOD) ? 1 : 0;
                assertTrue(
                        status.equals(GOOD) || status.equals(NONE),
                        SUMMED.get(i) + ": " + row + ", seed " + seed);
            }
        }
        for (int i = 0; i < good.length; i++) {
            assertTrue(good[i] >= PROBES_EACH, SUMMED.get(i) + " has no checksums");
        }
    }

    private static int write(Path file, SplittableRandom random) throws IOException {
        CookieKey key = CookieKey.random();
        ProbeTemplate ethernet = ProbeTemplate.ethernet(0x0200_0000_0001L, 0x0200_0000_0002L, 64);
        int frames = 0;
        try (PcapWriter pcap =
                PcapWriter.create(file, Framing.ETHERNET, PcapWriter.SNAPSHOT_LENGTH_DEFAULT)) {
            for (Probes probes : Probes.all()) {
                if (probes.kind() == ProbeKind.UDP && probes.details().variant() == 0) {
                    continue;
                }
                ProbeBatch batch = probes.batch(random);
                FrameWriter writer = probes.writer(ethernet, key);
                int stride = writer.frameLengthBytes();
                MemorySegment slots = MemorySegment.ofArray(new byte[PROBES_EACH * stride]);
                writer.write(batch, 0, PROBES_EACH, slots, 0, stride);
                for (int i = 0; i < PROBES_EACH; i++) {
                    int lengthBytes = writer.frameLengthBytes(batch, i);
                    pcap.write(slots, (long) i * stride, lengthBytes, ++frames);
                }
            }
        }
        return frames;
    }

    /** A line for each frame: number, whether it is malformed, what of each checksum. */
    private static List<String> read(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        for (String check : List.of("ip", "tcp", "udp")) {
            command.addAll(List.of("-o", check + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-o", "sctp.checksum:CRC 32c"));
        command.addAll(List.of("-T", "fields", "-E", "separator=,", "-E", "occurrence=f"));
        command.addAll(List.of("-e", "frame.number", "-e", "_ws.malformed"));
        for (String protocol : SUMMED) {
            command.addAll(List.of("-e", protocol + ".checksum.status"));
        }
        Process tshark;
        try {
            tshark =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return Assumptions.abort("SKIPPED: can't run tshark: " + e.getMessage());
        }
        String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor(), String.join(" ", command));
        return said.lines().toList();
    }
}
