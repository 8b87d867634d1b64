// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What passes an interface, captured by tcpdump: the SYNs, which tshark reads with both checksums
 * verified, or some other frames, to be counted.
 */
final class Capture {

    private static final int BUFFER_KIB = 131072;
    private static final int SNAP_BYTES = 96;
    private static final String PROBES =
            "(tcp[tcpflags] == tcp-syn or (ip6[6] == 6 and ip6[53] == 2))";
    private static final String RESETS =
            "(tcp[tcpflags] & tcp-rst != 0 or (ip6[6] == 6 and ip6[53] & 4 != 0))";
    private static final int WHOLE_BYTES = 4096;
    private static final Pattern DROPPED = Pattern.compile("(\\d+) packets? dropped by kernel");
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** tshark's verdict on a checksum (ip.checksum.status): 1 is good. */
    private static final String GOOD = "1";

    private final Process tcpdump;
    private final Path file;
    private final Path errors;

    private Capture(Process tcpdump, Path file, Path errors) {
        this.tcpdump = tcpdump;
        this.file = file;
        this.errors = errors;
    }

    /** Captures the probes that arrive at the far side, from when this returns. */
    static Capture atPeer(Lab lab) {
        return start(lab, lab.peer(), Lab.PEER_LINK, "in", PROBES);
    }

    /** Captures what else arrives at the far side. */
    static Capture ofOthersAtPeer(Lab lab) {
        return start(lab, lab.peer(), Lab.PEER_LINK, "in", "not (" + PROBES + ")");
    }

    /** Captures all that arrives at the far side, to the last byte. */
    static Capture ofWholeFramesAtPeer(Lab lab) {
        return start(lab, lab.peer(), Lab.PEER_LINK, "in", "", WHOLE_BYTES);
    }

    /** Captures the RSTs that arrive at the far side from some source ports of the scanner. */
    static Capture ofResetsAtPeer(Lab lab, String portRange) {
        String filter = RESETS + " and src host " + Lab.SCANNER_ADDRESS;
        return start(
                lab, lab.peer(), Lab.PEER_LINK, "in", filter + " and src portrange " + portRange);
    }

    /** Captures the RSTs that arrive at the far side from one address. */
    static Capture ofResetsFrom(Lab lab, String address) {
        return start(lab, lab.peer(), Lab.PEER_LINK, "in", RESETS + " and src host " + address);
    }

    /** Captures what arrives at the far side for one network. */
    static Capture ofAllTo(Lab lab, String network) {
        return start(lab, lab.peer(), Lab.PEER_LINK, "in", "dst net " + network);
    }

    /** Captures the probes that arrive in a namespace by one of its interfaces. */
    static Capture arriving(Lab lab, Namespace namespace, String link) {
        return start(lab, namespace, link, "in", PROBES);
    }

    /** Captures the probes that leave by an interface of the scanner's side. */
    static Capture leaving(Lab lab, String link) {
        return start(lab, lab.scanner(), link, "out", PROBES);
    }

    private static Capture start(
            Lab lab, Namespace namespace, String link, String direction, String filter) {
        return start(lab, namespace, link, direction, filter, SNAP_BYTES);
    }

    private static Capture start(
            Lab lab,
            Namespace namespace,
            String link,
            String direction,
            String filter,
            int snapBytes) {
        int number = COUNT.incrementAndGet();
        Path file = lab.file("capture-" + number + ".pcap");
        Path errors = lab.file("capture-" + number + ".err");
        String words =
                "tcpdump -i "
                        + link
                        + " -Q "
                        + direction
                        + " -B "
                        + BUFFER_KIB
                        + " -s "
                        + snapBytes
                        + " --immediate-mode -U -n -Z root -w "
                        + file;
        List<String> command = new ArrayList<>(List.of(words.split(" ")));
        command.add(filter);
        try {
            Process process =
                    new ProcessBuilder(namespace.command(command))
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(errors.toFile())
                            .start();
            Capture capture = new Capture(process, file, errors);
            Await.until(
                    Duration.ofSeconds(10),
                    "tcpdump listens",
                    () -> capture.said().contains("listening on"));
            return capture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the capture once nothing more comes, and fails if tcpdump itself has lost frames.
     * Returns its file.
     */
    Path stop() {
        Await.unchanged(
                Duration.ofMillis(200),
                Duration.ofSeconds(20),
                "capture",
                () -> file.toFile().length());
        Command.signal("TERM", tcpdump.pid());
        try {
            if (!tcpdump.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("tcpdump doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Matcher dropped = DROPPED.matcher(said());
        if (!dropped.find() || !dropped.group(1).equals("0")) {
            throw new IllegalStateException("the capture has holes: " + said());
        }
        return file;
    }

    /** Ends the capture and counts its frames. */
    int frameCount() {
        return CaptureTimes.micros(stop()).length;
    }

    /** Ends the capture and reads it. */
    List<Probe> probes() {
        stop();
        List<String> words = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
        Stream.of(
                        "ip.check_checksum:TRUE",
                        "tcp.check_checksum:TRUE",
                        "tcp.analyze_sequence_numbers:FALSE")
                .forEach(setting -> words.addAll(List.of("-o", setting)));
        words.addAll(List.of("-T", "fields", "-E", "separator=,"));
        Stream.of(
                        "frame.time_epoch",
                        "ip.dst",
                        "ipv6.dst",
                        "tcp.dstport",
                        "tcp.srcport",
                        "tcp.seq_raw",
                        "ip.id",
                        "ip.ttl",
                        "ipv6.hlim",
                        "tcp.window_size_value",
                        "tcp.options.mss_val",
                        "ip.checksum.status",
                        "tcp.checksum.status")
                .forEach(field -> words.addAll(List.of("-e", field)));
        return Command.must(words).lines().map(Capture::probe).toList();
    }

    private static Probe probe(String line) {
        String[] fields = line.split(",", -1);
        boolean ipv4 = fields[2].isEmpty();
        // IPv6 has no identification and no checksum of its header.
        return new Probe(
                Double.parseDouble(fields[0]),
                ipv4 ? fields[1] : fields[2],
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                Long.parseLong(fields[5]),
                ipv4 ? Integer.decode(fields[6]) : 0,
                Integer.parseInt(ipv4 ? fields[7] : fields[8]),
                Integer.parseInt(fields[9]),
                fields[10].isEmpty() ? 0 : Integer.parseInt(fields[10]),
                (!ipv4 || fields[11].equals(GOOD)) && fields[12].equals(GOOD));
    }

    private String said() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
