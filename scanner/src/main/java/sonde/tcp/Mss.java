// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/** The largest payload of a segment, in bytes. */
final class Mss {

    /** What Ethernet's 1500 bytes leave after two headers of 20 bytes. */
    static final short MAX = 1460;

    /** What a peer takes that does not say (RFC 9293 section 3.7.1). */
    static final short DEFAULT = 536;

    /** Less makes more headers than data; a peer that says so is up to no good. */
    static final short MIN = 64;

    private Mss() {}

    /** What may be sent to the peer whose SYN-ACK this is. */
    static int of(MemorySegment memory, ParsedFrame synAck) {
        int option = Tcp.mssOption(memory, synAck.tcpOffset);
        return option < 0 ? DEFAULT : Math.clamp(option, MIN, MAX);
    }
}
