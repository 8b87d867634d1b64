// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Ethernet;
import sonde.wire.Vlan;

import java.lang.foreign.MemorySegment;

/**
 * What all probes of a scan have in common, whatever their kind.
 *
 * @param ipOffsetBytes where the IP header begins: 14 behind an Ethernet header, 18 behind one with
 *     a VLAN tag, 0 without one
 * @param sourceMac our MAC address, in the low 48 bits; 0 without Ethernet header
 * @param destinationMac the next hop's MAC address, in the low 48 bits; 0 without Ethernet header
 * @param vlanControl priority and number of the VLAN, 0 to 65535, as {@link Vlan#control} has them;
 *     0 without tag
 * @param ttl the time to live, 1 to 255
 */
public record ProbeTemplate(
        int ipOffsetBytes, long sourceMac, long destinationMac, int vlanControl, int ttl) {

    /** The time to live of Linux, macOS and the BSDs, and what RFC 1700 recommends. */
    public static final int TTL_DEFAULT = 64;

    /** Length of an Ethernet header with a VLAN tag in bytes. */
    public static final int TAGGED_HEADER_LENGTH_BYTES =
            Ethernet.HEADER_LENGTH_BYTES + Vlan.LENGTH_BYTES;

    public ProbeTemplate {
        if (ipOffsetBytes != 0
                && ipOffsetBytes != Ethernet.HEADER_LENGTH_BYTES
                && ipOffsetBytes != TAGGED_HEADER_LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "invalid IP offset " + ipOffsetBytes + ": needs 0, 14 or 18 bytes");
        }
        if (vlanControl < 0 || vlanControl > 0xFFFF) {
            throw new IllegalArgumentException(
                    "invalid VLAN control field " + vlanControl + ": needs 0 to 65535");
        }
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("invalid TTL " + ttl + ": needs 1 to 255");
        }
    }

    /** For a link whose frames begin with an Ethernet header. */
    public static ProbeTemplate ethernet(long sourceMac, long destinationMac, int ttl) {
        return new ProbeTemplate(Ethernet.HEADER_LENGTH_BYTES, sourceMac, destinationMac, 0, ttl);
    }

    /** For a link whose frames begin with the IP header. */
    public static ProbeTemplate ip(int ttl) {
        return new ProbeTemplate(0, 0, 0, 0, ttl);
    }

    /**
     * The same with a VLAN tag; only for frames that have an Ethernet header.
     *
     * @param control priority and number of the VLAN, 0 to 65535, as {@link Vlan#control} has them
     */
    public ProbeTemplate withVlan(int control) {
        if (!isEthernet()) {
            throw new IllegalArgumentException("a VLAN tag needs an Ethernet header");
        }
        return new ProbeTemplate(
                TAGGED_HEADER_LENGTH_BYTES, sourceMac, destinationMac, control, ttl);
    }

    /** Whether frames begin with an Ethernet header. */
    public boolean isEthernet() {
        return ipOffsetBytes != 0;
    }

    /** Whether that header has a VLAN tag. */
    public boolean hasVlan() {
        return ipOffsetBytes == TAGGED_HEADER_LENGTH_BYTES;
    }

    /**
     * Writes what stands before the IP header or the ARP message, if anything does, at the
     * beginning of a frame.
     *
     * @param type the EtherType of what follows
     */
    void writeLinkHeader(MemorySegment frame, int type) {
        if (!isEthernet()) {
            return;
        }
        int firstType = hasVlan() ? Ethernet.TYPE_VLAN : type;
        Ethernet.write(frame, 0, destinationMac, sourceMac, firstType);
        if (hasVlan()) {
            Vlan.setControl(frame, Ethernet.HEADER_LENGTH_BYTES, vlanControl);
            Vlan.setType(frame, Ethernet.HEADER_LENGTH_BYTES, type);
        }
    }
}
