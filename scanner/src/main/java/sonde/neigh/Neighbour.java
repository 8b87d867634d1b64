// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.sys.Rtnetlink;
import sonde.wire.IpAddress;

/**
 * An entry of the kernel's neighbour table.
 *
 * @param interfaceIndex the interface it belongs to
 * @param address the neighbour's address
 * @param mac its Ethernet address in the low 48 bits, or {@link NetInterface#NO_MAC}
 * @param state NUD_ bits of {@code linux/neighbour.h}
 */
public record Neighbour(int interfaceIndex, IpAddress address, long mac, int state) {

    private static final int USABLE =
            Rtnetlink.NUD_REACHABLE
                    | Rtnetlink.NUD_STALE
                    | Rtnetlink.NUD_DELAY
                    | Rtnetlink.NUD_PROBE
                    | Rtnetlink.NUD_PERMANENT
                    | Rtnetlink.NUD_NOARP;

    private static final int FRESH =
            Rtnetlink.NUD_REACHABLE | Rtnetlink.NUD_PERMANENT | Rtnetlink.NUD_NOARP;

    /** Whether the kernel itself would send to this Ethernet address. */
    public boolean isUsable() {
        return (state & USABLE) != 0 && mac != NetInterface.NO_MAC;
    }

    /** Whether the kernel would do so without checking first. */
    boolean isFresh() {
        return isUsable() && (state & FRESH) != 0;
    }

    /** The state in one word, as ip-neighbour(8) says it. */
    String stateName() {
        return switch (state) {
            case Rtnetlink.NUD_INCOMPLETE -> "incomplete";
            case Rtnetlink.NUD_REACHABLE -> "reachable";
            case Rtnetlink.NUD_STALE -> "stale";
            case Rtnetlink.NUD_DELAY -> "delay";
            case Rtnetlink.NUD_PROBE -> "probe";
            case Rtnetlink.NUD_FAILED -> "failed";
            case Rtnetlink.NUD_NOARP -> "noarp";
            case Rtnetlink.NUD_PERMANENT -> "permanent";
            default -> "state " + state;
        };
    }
}
