// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.ParsedFrame;

/**
 * What names a connection: two addresses and two ports. Filled again for each use. An address is
 * 128 bits in two halves, wide enough for IPv6; an IPv4 address fills the low 32 bits.
 */
public final class FourTuple {

    long remoteHigh;
    long remoteLow;
    long localHigh;
    long localLow;

    /** The peer's port in the high half, ours in the low one. */
    int ports;

    /** Names the connection whose peer sent this frame. */
    void setFrom(ParsedFrame frame) {
        remoteHigh = 0;
        remoteLow = Integer.toUnsignedLong(frame.sourceAddress);
        localHigh = 0;
        localLow = Integer.toUnsignedLong(frame.destinationAddress);
        setPorts(frame.sourcePort, frame.destinationPort);
    }

    void copyFrom(FourTuple other) {
        remoteHigh = other.remoteHigh;
        remoteLow = other.remoteLow;
        localHigh = other.localHigh;
        localLow = other.localLow;
        ports = other.ports;
    }

    void setPorts(int remotePort, int localPort) {
        ports = remotePort << 16 | localPort;
    }

    int remotePort() {
        return ports >>> 16;
    }

    int localPort() {
        return ports & 0xFFFF;
    }
}
