// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import java.lang.foreign.MemorySegment;

/** One payload: its bytes, where the cookie stands in them, and where it comes back. Immutable. */
public final class UdpPayload {

    private final String name;

    UdpPayload(String name) {
        this.name = name;
    }

    /** What the data file calls it; {@code default} is for ports without one of their own. */
    public String name() {
        return name;
    }

    public int lengthBytes() {
        return 0;
    }

    /**
     * Writes the payload.
     *
     * @param cookie stands where the protocol has an identifier that answers repeat
     */
    public void write(MemorySegment memory, long offset, int cookie) {}

    /** Whether answers repeat at least a part of the cookie. */
    public boolean hasCookie() {
        return false;
    }

    /** Whether a datagram has the cookie where answers repeat it; true where none does. */
    public boolean isAnswer(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        return true;
    }

    /**
     * Whether the beginning of a payload, as an ICMP error quotes it, is that of this payload with
     * this cookie, as far as it goes.
     */
    public boolean isQuote(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        return true;
    }
}
