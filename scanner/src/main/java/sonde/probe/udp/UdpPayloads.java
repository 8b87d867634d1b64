// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import java.util.List;

/** Which payloads UDP probes carry to which ports. Immutable. */
public final class UdpPayloads {

    private static final UdpPayloads BUILT_IN = new UdpPayloads();

    private UdpPayloads() {}

    /** Sonde's own payloads. */
    public static UdpPayloads builtIn() {
        return BUILT_IN;
    }

    /** The payloads for a port, in the order of the variants; at least one. */
    public List<UdpPayload> of(int port) {
        return List.of();
    }

    /** The most payloads that any port has. */
    public int variantCountMax() {
        return 1;
    }

    /** The length of the longest payload in bytes. */
    public int lengthMaxBytes() {
        return 0;
    }
}
