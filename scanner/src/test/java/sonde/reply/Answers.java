// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.wire.Ethernet;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/** A scan for tests, and what its targets answer. */
final class Answers {

    static final int SOURCE = 0xC6120001;
    static final CookieKey KEY = new CookieKey(21, 22);
    static final SourceAddresses ADDRESSES = new SourceAddresses(SOURCE, SOURCE + 2, KEY);
    static final SourcePorts PORTS = new SourcePorts(40000, 40099, KEY);
    static final Cookies COOKIES = new Cookies(KEY);

    private Answers() {}

    static Classifier classifier() {
        return new Classifier(COOKIES, PORTS, ADDRESSES);
    }

    static int cookie(int address, int port) {
        return COOKIES.cookie(
                address,
                port,
                ADDRESSES.sourceAddress(address, port),
                PORTS.sourcePort(address, port));
    }

    /** A target's answer that acknowledges {@code acknowledged} bytes of our probe. */
    static ParsedFrame frame(int address, int port, int flags, int acknowledged) {
        ParsedFrame frame = new ParsedFrame();
        frame.sourceAddress = address;
        frame.sourceLow = IpAddress.ipv4Low(address);
        frame.sourcePort = port;
        frame.destinationAddress = ADDRESSES.sourceAddress(address, port);
        frame.destinationLow = IpAddress.ipv4Low(frame.destinationAddress);
        frame.destinationPort = PORTS.sourcePort(address, port);
        frame.tcpFlags = flags;
        frame.ttl = 57;
        frame.acknowledgment = cookie(address, port) + acknowledged;
        return frame;
    }

    /** The same as an Ethernet frame of 54 bytes. */
    static void write(MemorySegment memory, long offset, ParsedFrame frame) {
        long ip = offset + Ethernet.HEADER_LENGTH_BYTES;
        long tcp = ip + Ipv4.HEADER_LENGTH_BYTES;
        Ethernet.write(memory, offset, 1, 2, Ethernet.TYPE_IPV4);
        Ipv4.setHeaderLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES);
        Ipv4.setTotalLengthBytes(memory, ip, Ipv4.HEADER_LENGTH_BYTES + Tcp.HEADER_LENGTH_BYTES);
        Ipv4.setTtl(memory, ip, frame.ttl);
        Ipv4.setProtocol(memory, ip, Ipv4.PROTOCOL_TCP);
        Ipv4.setSource(memory, ip, frame.sourceAddress);
        Ipv4.setDestination(memory, ip, frame.destinationAddress);
        Tcp.setSourcePort(memory, tcp, frame.sourcePort);
        Tcp.setDestinationPort(memory, tcp, frame.destinationPort);
        Tcp.setAcknowledgment(memory, tcp, frame.acknowledgment);
        Tcp.setHeaderLengthBytes(memory, tcp, Tcp.HEADER_LENGTH_BYTES);
        Tcp.setFlags(memory, tcp, frame.tcpFlags);
    }
}
