// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Ethernet;

import java.lang.foreign.MemorySegment;

/**
 * What all probes of a scan have in common, whatever their kind.
 *
 * @param ipOffsetBytes where the IP header begins: 14 behind an Ethernet header, 0 without one
 * @param sourceMac our MAC address, in the low 48 bits; 0 without Ethernet header
 * @param destinationMac the next hop's MAC address, in the low 48 bits; 0 without Ethernet header
 * @param ttl the time to live, 1 to 255
 */
public record ProbeTemplate(int ipOffsetBytes, long sourceMac, long destinationMac, int ttl) {

    /** The time to live of Linux, macOS and the BSDs, and what RFC 1700 recommends. */
    public static final int TTL_DEFAULT = 64;

    public ProbeTemplate {
        if (ipOffsetBytes != 0 && ipOffsetBytes != Ethernet.HEADER_LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "invalid IP offset " + ipOffsetBytes + ": needs 0 or 14 bytes");
        }
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("invalid TTL " + ttl + ": needs 1 to 255");
        }
    }

    /** For a link whose frames begin with an Ethernet header. */
    public static ProbeTemplate ethernet(long sourceMac, long destinationMac, int ttl) {
        return new ProbeTemplate(Ethernet.HEADER_LENGTH_BYTES, sourceMac, destinationMac, ttl);
    }

    /** For a link whose frames begin with the IP header. */
    public static ProbeTemplate ip(int ttl) {
        return new ProbeTemplate(0, 0, 0, ttl);
    }

    /** Whether frames begin with an Ethernet header. */
    public boolean isEthernet() {
        return ipOffsetBytes != 0;
    }

    /**
     * Writes what stands before the IP header or the ARP message, if anything does, at the
     * beginning of a frame.
     *
     * @param type the EtherType of what follows
     */
    void writeLinkHeader(MemorySegment frame, int type) {
        if (isEthernet()) {
            Ethernet.write(frame, 0, destinationMac, sourceMac, type);
        }
    }
}
