// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.IpAddress;
import sonde.wire.ParsedFrame;

/**
 * What names a connection: two addresses and two ports. Filled again for each use. An address is
 * 128 bits in two halves, as {@link IpAddress} has it, IPv4 mapped.
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
        remoteHigh = frame.sourceHigh;
        remoteLow = frame.sourceLow;
        localHigh = frame.destinationHigh;
        localLow = frame.destinationLow;
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

    /** Whether the peer's address is IPv6's. */
    boolean isIpv6() {
        return !IpAddress.isIpv4(remoteHigh, remoteLow);
    }

    int remotePort() {
        return ports >>> 16;
    }

    int localPort() {
        return ports & 0xFFFF;
    }
}
