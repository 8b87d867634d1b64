// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import java.util.BitSet;
import java.util.List;

/** A string to say to TCP servers, and what its answers mean. Immutable. */
public final class Probe {

    private final String name;
    private final byte[] payload;
    private final BitSet ports;
    private final BitSet tlsPorts;
    private final int rarity;
    private final List<List<ServiceMatch>> matches;

    /**
     * A probe.
     *
     * @param matches its own lines, then those of its fallbacks, in the order in which they count
     */
    Probe(
            String name,
            byte[] payload,
            BitSet ports,
            BitSet tlsPorts,
            int rarity,
            List<List<ServiceMatch>> matches) {
        this.name = name;
        this.payload = payload;
        this.ports = ports;
        this.tlsPorts = tlsPorts;
        this.rarity = rarity;
        this.matches = matches;
    }

    public String name() {
        return name;
    }

    /** What to say; empty only for the probe that waits for a greeting. */
    public byte[] payload() {
        return payload.clone();
    }

    /** How seldom it is of use, 1 to 9. */
    public int rarity() {
        return rarity;
    }

    boolean isSilent() {
        return payload.length == 0;
    }

    boolean isForPort(int port) {
        return ports.get(port);
    }

    boolean isForTlsPort(int port) {
        return tlsPorts.get(port);
    }

    List<List<ServiceMatch>> matches() {
        return matches;
    }

    @Override
    public String toString() {
        return name;
    }
}
