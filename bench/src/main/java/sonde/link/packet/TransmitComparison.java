// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.FrameSink;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Socket;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares the ways in which AF_PACKET takes frames: {@code sendmmsg(2)} and a PACKET_TX_RING of
 * version 2 and 3, with the queueing discipline and past it. Run by {@code
 * bench/transmit-comparison.sh}, which makes the interfaces.
 *
 * <p>Each way sends for a fixed time in each round, the ways in turn, so that what disturbs the
 * machine disturbs all alike. Frames are counted where they arrive, and rated by the sending
 * thread's processor time: on a virtual pair that holds the receiver's work too, and other
 * programs' load does not enter it.
 */
public final class TransmitComparison {

    private static final int FRAME_BYTES = 54;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 500_000_000L;
    private static final long STRANGER_MAC = 0x0200_0000_0009L;
    private static final List<Integer> BATCHES = List.of(32, 64, 128);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TransmitComparison() {}

    private enum Way {
        SENDMMSG,
        TX_RING_V2,
        TX_RING_V3
    }

    private record Setting(Way way, boolean isBypassing, int batch) {}

    /**
     * Prints one line a setting.
     *
     * @param args the interface to send on, and the one that receives
     */
    public static void main(String[] args) throws Exception {
        CallState state = new CallState();
        Device device = Device.find(state, args[0]);
        System.out.println(
                "way         qdisc     batch   arrived/CPU s  (best, worst round)    lost");
        for (boolean isBypassing : new boolean[] {false, true}) {
            for (int batch : BATCHES) {
                measure(state, device, args[1], isBypassing, batch);
            }
        }
    }

    private static void measure(
            CallState state, Device device, String peer, boolean isBypassing, int batch)
            throws IOException {
        Way[] ways = Way.values();
        double[][] rates = new double[ways.length][ROUNDS];
        long[] lost = new long[ways.length];
        for (int round = -1; round < ROUNDS; round++) {
            for (Way way : ways) {
                Setting setting = new Setting(way, isBypassing, batch);
                try (Arena arena = Arena.ofShared();
                        FrameSink sink = open(arena, state, device, setting)) {
                    long before = received(peer);
                    long start = THREADS.getCurrentThreadCpuTime();
                    long sent = transmit(sink, batch);
                    double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
                    long arrived = received(peer) - before;
                    // The first round warms up.
                    if (round >= 0) {
                        rates[way.ordinal()][round] = arrived / seconds;
                        lost[way.ordinal()] += sent - arrived;
                    }
                }
            }
        }
        for (Way way : ways) {
            print(new Setting(way, isBypassing, batch), rates[way.ordinal()], lost[way.ordinal()]);
        }
    }

    private static void print(Setting setting, double[] rates, long lost) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-11s %-9s %5d   %13.0f  (%7.0f, %7.0f)  %6d%n",
                setting.way(),
                setting.isBypassing() ? "bypassed" : "used",
                setting.batch(),
                sorted[ROUNDS / 2],
                sorted[ROUNDS - 1],
                sorted[0],
                lost);
    }

    private static FrameSink open(Arena arena, CallState state, Device device, Setting setting) {
        int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC;
        int fd = Socket.socket(state, Socket.AF_PACKET, type, 0);
        Errno.check("socket", fd, device.name());
        RingSource.bind(state, fd, device, 0, device.name());
        int bypass = setting.isBypassing() ? 1 : 0;
        int level = Socket.SOL_PACKET;
        int rc = Socket.setsockoptInt(state, fd, level, Socket.PACKET_QDISC_BYPASS, bypass);
        Errno.check("setsockopt(PACKET_QDISC_BYPASS)", rc, device.name());
        return switch (setting.way()) {
            case SENDMMSG -> MessageSink.overBound(arena, fd, MessageSink.PROBE_STRIDE_BYTES);
            case TX_RING_V2 -> new TransmitRing(arena, fd, Socket.TPACKET_V2);
            case TX_RING_V3 -> new TransmitRing(arena, fd, Socket.TPACKET_V3);
        };
    }

    /** Writes and sends whole frames until the time is over; returns how many the kernel took. */
    private static long transmit(FrameSink sink, int batch) {
        long sent = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < ROUND_NANOS) {
            int reserved = sink.reserve(batch);
            if (reserved == 0) {
                Thread.onSpinWait();
                continue;
            }
            fill(sink, reserved, (int) sent);
            sent += Math.max(0, sink.send(reserved, FRAME_BYTES));
        }
        return sent;
    }

    /** To a MAC address that nobody has, so that the receiving stack drops the frame early. */
    private static void fill(FrameSink sink, int count, int number) {
        MemorySegment memory = sink.memory();
        for (int i = 0; i < count; i++) {
            long frame = sink.reservedOffset() + (long) i * sink.slotStrideBytes();
            Ethernet.write(memory, frame, STRANGER_MAC, 2, Ethernet.TYPE_IPV4);
            long ip = frame + Ethernet.HEADER_LENGTH_BYTES;
            Ipv4.setHeaderLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES);
            Ipv4.setTotalLengthBytes(memory, ip, FRAME_BYTES - Ethernet.HEADER_LENGTH_BYTES);
            Ipv4.setProtocol(memory, ip, Ipv4.PROTOCOL_TCP);
            Ipv4.setSource(memory, ip, 0xC613FF01);
            Ipv4.setDestination(memory, ip, 0xC6120000 | (number + i & 0xFFFF));
        }
    }

    /** What the kernel has counted at an interface of this network namespace. */
    private static long received(String interfaceName) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/net/dev"))) {
            String counts =
                    lines.map(String::strip)
                            .filter(line -> line.startsWith(interfaceName + ":"))
                            .findFirst()
                            .orElseThrow();
            return Long.parseLong(
                    counts.substring(interfaceName.length() + 1).strip().split(" +")[1]);
        }
    }
}
