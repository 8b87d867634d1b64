// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;

/** The largest payload of a segment, in bytes. */
final class Mss {

    /** What Ethernet's 1500 bytes leave after two headers of 20 bytes. */
    static final short MAX = 1460;

    /** What they leave after IPv6's header of 40 bytes. */
    static final short IPV6_MAX = 1440;

    /** What a peer takes that does not say (RFC 9293 section 3.7.1). */
    static final short DEFAULT = 536;

    /** The same over IPv6: its smallest packet of 1280 bytes less both headers. */
    static final short IPV6_DEFAULT = 1220;

    /** Less makes more headers than data; a peer that says so is up to no good. */
    static final short MIN = 64;

    private Mss() {}

    /** What we take. */
    static short max(boolean isIpv6) {
        return isIpv6 ? IPV6_MAX : MAX;
    }

    /** What may be sent to the peer whose SYN-ACK this is. */
    static int of(MemorySegment memory, ParsedFrame synAck) {
        int option = Tcp.mssOption(memory, synAck.tcpOffset);
        short usual = synAck.isIpv6 ? IPV6_DEFAULT : DEFAULT;
        return option < 0 ? usual : Math.clamp(option, MIN, max(synAck.isIpv6));
    }
}
