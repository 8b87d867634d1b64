// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import sonde.link.LinkException;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Ifreq;
import sonde.sys.Rtnetlink;
import sonde.sys.Socket;
import sonde.wire.Ethernet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What a link must know of an interface before it opens it. Looked up without privileges, so that a
 * wrong name is told from a missing right.
 *
 * @param index the kernel's number of the interface
 * @param flags {@code IFF_…}
 * @param hardwareType {@code ARPHRD_…}
 * @param mac its own address in the low 48 bits, if its frames are Ethernet
 */
public record Device(String name, int index, int flags, int hardwareType, long mac) {

    /** {@code IFNAMSIZ} without the closing zero. */
    private static final int NAME_LENGTH_MAX = 15;

    /** Where the address stands in a {@code struct sockaddr}: behind its family. */
    private static final int ADDRESS_OFFSET = 2;

    /**
     * Looks an interface up.
     *
     * @throws LinkException when there is none of that name, or it is down
     */
    public static Device find(CallState state, String name) throws LinkException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > NAME_LENGTH_MAX) {
            throw LinkException.noSuchInterface(name);
        }
        int fd = Socket.socket(state, Socket.AF_INET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
        Errno.check("socket", fd, "interface " + name);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(Ifreq.SIZEOF, Long.BYTES);
            MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
            ask(state, fd, Socket.SIOCGIFINDEX, request, name);
            int index = request.get(ValueLayout.JAVA_INT, Ifreq.IFR_IFINDEX_OFFSET);
            ask(state, fd, Socket.SIOCGIFFLAGS, request, name);
            int flags = request.get(ValueLayout.JAVA_SHORT, Ifreq.IFR_FLAGS_OFFSET);
            ask(state, fd, Socket.SIOCGIFHWADDR, request, name);
            // A sockaddr, whose family is the hardware type.
            short hardwareType = request.get(ValueLayout.JAVA_SHORT, Ifreq.IFR_HWADDR_OFFSET);
            if ((flags & Rtnetlink.IFF_UP) == 0) {
                throw LinkException.interfaceDown(name);
            }
            long mac = Ethernet.destinationMac(request, Ifreq.IFR_HWADDR_OFFSET + ADDRESS_OFFSET);
            return new Device(name, index, flags, Short.toUnsignedInt(hardwareType), mac);
        } finally {
            Socket.close(state, fd);
        }
    }

    /**
     * Refuses an interface whose frames are not Ethernet. Loopback has Ethernet headers too, but
     * takes no frame from outside: it would be a martian.
     *
     * @param linkName which link wants it, as {@code --link} has it
     */
    public void requireEthernet(String linkName) throws LinkException {
        if (hardwareType != Rtnetlink.ARPHRD_ETHER) {
            boolean isLoopback = hardwareType == Rtnetlink.ARPHRD_LOOPBACK;
            throw LinkException.wrongLink(
                    name,
                    linkName,
                    isLoopback ? "it is loopback" : "its frames are not Ethernet",
                    "ip");
        }
    }

    private static void ask(CallState state, int fd, int request, MemorySegment ifreq, String name)
            throws LinkException {
        int rc = Socket.ioctl(state, fd, request, ifreq);
        if (rc == -Errno.ENODEV) {
            throw LinkException.noSuchInterface(name);
        }
        Errno.check("ioctl", rc, "interface " + name);
    }
}
