// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.packet.Device;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.EthtoolChannels;
import sonde.sys.Ifreq;
import sonde.sys.Socket;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many queues of an interface are in use.
 *
 * @param receiveCount 1 or more
 * @param transmitCount 1 or more
 */
record Queues(int receiveCount, int transmitCount) {

    private static final Path INTERFACES = Path.of("/sys/class/net");

    Queues {
        receiveCount = Math.max(1, receiveCount);
        transmitCount = Math.max(1, transmitCount);
    }

    /**
     * Counts them in sysfs ({@code Documentation/ABI/testing/sysfs-class-net-queues}) where that
     * shows the network namespace of this thread, and asks the driver else. One of each where
     * nobody knows.
     */
    static Queues of(CallState state, Device device) {
        Path directory = INTERFACES.resolve(device.name());
        try {
            String index =
                    Files.readString(directory.resolve("ifindex"), StandardCharsets.US_ASCII);
            if (index.strip().equals(Integer.toString(device.index()))) {
                return inDirectory(directory.resolve("queues"));
            }
        } catch (IOException e) {
            // Mounted for another namespace, or not at all.
        }
        return ofDriver(state, device);
    }

    /** Counts the entries {@code rx-…} and {@code tx-…} of a directory. */
    static Queues inDirectory(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            var names = entries.map(entry -> entry.getFileName().toString()).toList();
            return new Queues(
                    (int) names.stream().filter(name -> name.startsWith("rx-")).count(),
                    (int) names.stream().filter(name -> name.startsWith("tx-")).count());
        }
    }

    /** Asks by {@code ETHTOOL_GCHANNELS}. */
    static Queues ofDriver(CallState state, Device device) {
        int fd = Socket.socket(state, Socket.AF_INET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        Errno.check("socket", fd, "interface " + device.name());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment channels = arena.allocate(EthtoolChannels.SIZEOF, Integer.BYTES);
            EthtoolChannels.setQuestion(channels, 0);
            MemorySegment request = arena.allocate(Ifreq.SIZEOF, Long.BYTES);
            request.setString(Ifreq.IFR_NAME_OFFSET, device.name(), StandardCharsets.UTF_8);
            request.set(ValueLayout.JAVA_LONG, Ifreq.IFR_DATA_OFFSET, channels.address());
            if (Socket.ioctl(state, fd, Socket.SIOCETHTOOL, request) < 0) {
                return new Queues(1, 1);
            }
            int combined = count(channels, EthtoolChannels.COMBINED_COUNT_OFFSET);
            return new Queues(
                    combined + count(channels, EthtoolChannels.RX_COUNT_OFFSET),
                    combined + count(channels, EthtoolChannels.TX_COUNT_OFFSET));
        } finally {
            Socket.close(state, fd);
        }
    }

    private static int count(MemorySegment channels, long offset) {
        return channels.get(ValueLayout.JAVA_INT, offset);
    }
}
