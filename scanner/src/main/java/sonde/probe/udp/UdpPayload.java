// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One payload: its bytes, where the cookie stands in them, and where it comes back. Immutable. */
public final class UdpPayload {

    /**
     * The longest payload in bytes: with IPv6's and UDP's headers (RFC 8200 section 3, RFC 768) it
     * fills an Ethernet frame of 1500 bytes.
     */
    public static final int LENGTH_MAX_BYTES = 1500 - 40 - 8;

    private final String name;
    private final Template bytes;
    private final List<Template> answers;
    private final List<Template> contents;
    private final boolean hasCookie;

    /**
     * Makes a payload.
     *
     * @param answers how an answer begins: as one of these; if there are none, anyhow
     * @param contents what must stand somewhere in an answer, all of it
     */
    UdpPayload(String name, Template bytes, List<Template> answers, List<Template> contents) {
        this.name = name;
        this.bytes = bytes;
        this.answers = List.copyOf(answers);
        this.contents = List.copyOf(contents);
        hasCookie =
                answers.stream().anyMatch(Template::hasCookie)
                        || contents.stream().anyMatch(Template::hasCookie);
    }

    /** What the data file calls it; {@code default} is for ports without one of their own. */
    public String name() {
        return name;
    }

    public int lengthBytes() {
        return bytes.lengthBytes();
    }

    /**
     * Writes the payload.
     *
     * @param cookie stands where the protocol has an identifier that answers repeat
     */
    public void write(MemorySegment memory, long offset, int cookie) {
        bytes.write(memory, offset, cookie);
    }

    /** Whether answers repeat at least a part of the cookie. */
    public boolean hasCookie() {
        return hasCookie;
    }

    /**
     * Whether a datagram has the cookie where answers repeat it, and what else the protocol's
     * answers have; true where neither is known. A datagram that is none shows all the same that
     * the port is open, if it came from there to the probe's source port: then something else than
     * this protocol listens.
     */
    public boolean isAnswer(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        boolean fits = answers.isEmpty();
        for (int i = 0; i < answers.size() && !fits; i++) {
            fits = answers.get(i).begins(memory, offset, lengthBytes, cookie);
        }
        for (int i = 0; i < contents.size() && fits; i++) {
            fits = contents.get(i).isWithin(memory, offset, lengthBytes, cookie);
        }
        return fits;
    }

    /**
     * Whether the beginning of a payload, as an ICMP error quotes it, is that of this payload with
     * this cookie, as far as it goes.
     */
    public boolean isQuote(MemorySegment memory, long offset, int lengthBytes, int cookie) {
        return bytes.agrees(memory, offset, lengthBytes, cookie);
    }
}
