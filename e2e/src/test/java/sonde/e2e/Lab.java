// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two network namespaces joined by a veth pair: the scanner's side with {@value #SCANNER_LINK}, the
 * far side with {@value #PEER_LINK}. There is no route out of either. Closing removes all of it,
 * with every program still running in there; so does the end of the JVM, and the next run for a run
 * that was killed.
 */
final class Lab implements AutoCloseable {

    static final String SCANNER_LINK = "scan0";
    static final String PEER_LINK = "peer0";

    /** 16384 addresses that answer on the far side, in labs where they do. */
    static final String TARGETS = "198.18.0.0/18";

    static final int TARGET_COUNT = 16384;

    /** The scanner's address in routed labs, and its gateway. */
    static final String SCANNER_ADDRESS = "198.19.255.1";

    static final String GATEWAY = "198.19.255.254";

    private static final int SYN_QUEUE_LENGTH = 65535;

    /**
     * No RST ends a half-open connection, so each repeats its SYN-ACK: after 1 and 3 s, and ends
     * after 7. The kernel's 5 repeats would keep the connections of several scans in its queue.
     */
    private static final int SYNACK_RETRIES = 2;

    private static final Set<Lab> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> List.copyOf(OPEN).forEach(Lab::close)));
    }

    private final Path folder;
    private final Namespace scanner;
    private final Namespace peer;

    private Lab() {
        Namespace.removeLeftovers();
        try {
            folder = Files.createTempDirectory("sonde-e2e-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Namespace> pair = Namespace.createPair();
        scanner = pair.getFirst();
        peer = pair.getLast();
        OPEN.add(this);
    }

    /** Loopback only: no veth, no address, no route. */
    static Lab loopback() {
        return new Lab();
    }

    /** 198.18.0.0/16 is behind a gateway, which has all of {@link #TARGETS} as its own. */
    static Lab routed() {
        return building(lab -> {
            lab.wireBehindGateway();
            lab.answerFor(TARGETS);
        });
    }

    /** As {@link #routed()}, but nobody answers: probes end at the far side. */
    static Lab silent() {
        return building(Lab::wireBehindGateway);
    }

    /**
     * 198.18.0.0/17 is the scanner's own subnet; the far side answers ARP and TCP for the given
     * part of it.
     */
    static Lab onLink(String answering) {
        return building(lab -> {
            lab.wire("198.18.64.1/17", "198.18.64.2/17");
            lab.fixScannersMac("198.18.64.1");
            lab.answerFor(answering);
        });
    }

    private static Lab building(Consumer<Lab> steps) {
        Lab lab = new Lab();
        try {
            steps.accept(lab);
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    private void wireBehindGateway() {
        wire(SCANNER_ADDRESS + "/24", GATEWAY + "/24");
        scanner.ip("route", "add", "198.18.0.0/16", "via", GATEWAY);
    }

    /** Makes the wire anew, for a lab as {@link #routed()} whose wire was deleted. */
    void wireAgain() {
        wireBehindGateway();
        answerFor(TARGETS);
    }

    private void wire(String scannerAddress, String peerAddress) {
        scanner.ip(
                ("link add "
                                + SCANNER_LINK
                                + " numtxqueues 2 numrxqueues 2 type veth peer name "
                                + PEER_LINK
                                + " netns "
                                + peer.name()
                                + " numtxqueues 2 numrxqueues 2")
                        .split(" "));
        scanner.ip("addr", "add", scannerAddress, "dev", SCANNER_LINK);
        peer.ip("addr", "add", peerAddress, "dev", PEER_LINK);
        scanner.ip("link", "set", SCANNER_LINK, "up");
        peer.ip("link", "set", PEER_LINK, "up");
    }

    /**
     * Makes the far side remember the scanner for good. The scanner's kernel wants to answer each
     * SYN-ACK with RST and asks for each target's MAC for that, which overflows the kernel's
     * neighbour table; that one is shared by all namespaces, and the far side would forget whom to
     * answer.
     */
    private void fixScannersMac(String address) {
        String mac = scanner.must("cat", "/sys/class/net/" + SCANNER_LINK + "/address").strip();
        peer.ip("neigh", "replace", address, "lladdr", mac, "dev", PEER_LINK, "nud", "permanent");
    }

    /**
     * Makes the far side's kernel own the addresses, with room for a scan's worth of half-open
     * connections.
     */
    private void answerFor(String addresses) {
        peer.sysctl("net.core.somaxconn", SYN_QUEUE_LENGTH);
        peer.sysctl("net.ipv4.tcp_max_syn_backlog", SYN_QUEUE_LENGTH);
        peer.sysctl("net.ipv4.tcp_synack_retries", SYNACK_RETRIES);
        peer.ip("route", "replace", "local", addresses, "dev", "lo");
    }

    Namespace scanner() {
        return scanner;
    }

    Namespace peer() {
        return peer;
    }

    /** A file that lives as long as the lab. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs the program on the scanner's side to its end. */
    SondeResult run(String... arguments) {
        return start(arguments).await();
    }

    /** Starts the program on the scanner's side. */
    SondeProcess start(String... arguments) {
        return SondeProcess.start(this, List.of(), List.of(arguments));
    }

    /**
     * Lets frames that never had a socket buffer arrive at the far side, as {@link Rung#XDP_LIVE}
     * sends them: a veth takes those only where it has a queue to poll, which GRO gives it.
     */
    Lab takingLiveFrames() {
        peer.must("ethtool", "-K", PEER_LINK, "gro", "on");
        return this;
    }

    /**
     * Has the far side take frames in a thread of its kernel, which gets its turn too late for the
     * frames of a fast sender: the interface drops them.
     */
    void fallBehind() {
        peer.must("sh", "-c", "echo 1 >/sys/class/net/" + PEER_LINK + "/threaded");
    }

    /** Starts the program, and returns once so many packets have come to the far side. */
    SondeProcess startScan(long packetCount, String... arguments) {
        SondeProcess sonde = start(arguments);
        Await.until(
                Duration.ofSeconds(20),
                "probes arrive",
                () -> {
                    if (!sonde.isAlive()) {
                        throw new AssertionError("ended early: " + sonde.errSoFar());
                    }
                    return peerPacketCount() > packetCount;
                });
        return sonde;
    }

    /** Packets that came in at the far side's interface, by its kernel's own count. */
    long peerPacketCount() {
        return statistic(peer, PEER_LINK, "rx_packets");
    }

    /** Packets that the kernel has dropped on their way into either side, for a failed test. */
    String drops() {
        return "\ndropped by the kernel: "
                + statistic(peer, PEER_LINK, "rx_dropped")
                + " coming in at the far side, "
                + droppedGoingOutAtPeer()
                + " going out there, "
                + statistic(scanner, SCANNER_LINK, "rx_dropped")
                + " at the scanner's";
    }

    /** Frames of the far side that did not fit the scanner's end of the wire, so far. */
    long droppedGoingOutAtPeer() {
        return statistic(peer, PEER_LINK, "tx_dropped");
    }

    private static long statistic(Namespace namespace, String link, String name) {
        String file = "/sys/class/net/" + link + "/statistics/" + name;
        return Long.parseLong(namespace.must("cat", file).strip());
    }

    @Override
    public void close() {
        if (!OPEN.remove(this)) {
            return;
        }
        try {
            scanner.delete();
        } finally {
            peer.delete();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
