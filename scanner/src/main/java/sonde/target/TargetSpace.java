// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import sonde.wire.IpAddress;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * All targets of a scan, numbered from 0: those of its grids, one after the other. Immutable; any
 * thread may use it.
 */
public final class TargetSpace {

    /** So many targets a space may have, and a grid: sums of two of them still fit a long. */
    public static final long SIZE_MAX = 1L << 62;

    private final List<TargetGrid> grids;

    /** The index of each grid's first target, and behind them the size. */
    private final long[] first;

    private TargetSpace(List<TargetGrid> grids) {
        this.grids = List.copyOf(grids);
        first = new long[grids.size() + 1];
        for (int i = 0; i < grids.size(); i++) {
            first[i + 1] = first[i] + grids.get(i).size();
            if (first[i + 1] < 0 || first[i + 1] > SIZE_MAX) {
                throw new ArithmeticException(
                        "more than 2^62 targets: give fewer addresses or ports, or split them");
            }
        }
    }

    /**
     * The space of these grids, in their order.
     *
     * @throws ArithmeticException if it has more than {@link #SIZE_MAX} targets
     */
    public static TargetSpace of(List<? extends TargetGrid> grids) {
        return new TargetSpace(List.copyOf(grids));
    }

    /** The space of one grid of IPv4 addresses. */
    public static TargetSpace of(AddressRanges addresses, PortRanges ports) {
        return of(List.of(Ipv4Grid.of(addresses, ports)));
    }

    public List<TargetGrid> grids() {
        return grids;
    }

    /** How many targets there are. */
    public long size() {
        return first[grids.size()];
    }

    /** The index of a grid's first target. */
    public long firstOf(int grid) {
        return first[grid];
    }

    /**
     * Which grid a target is of.
     *
     * @param index 0 to {@code size() - 1}
     */
    public int gridOf(long index) {
        Objects.checkIndex(index, size());
        int place = Arrays.binarySearch(first, index);
        int grid = place < 0 ? -place - 2 : place;
        while (grids.get(grid).size() == 0) {
            grid++;
        }
        return grid;
    }

    /**
     * The address of a target.
     *
     * @param index 0 to {@code size() - 1}
     */
    public IpAddress addressOf(long index) {
        int grid = gridOf(index);
        long within = index - first[grid];
        return switch (grids.get(grid)) {
            case Ipv4Grid ipv4 -> IpAddress.ofIpv4(ipv4.addressOf(within));
            case Ipv6Grid ipv6 -> ipv6.addressOf(within);
        };
    }

    /** The port of a target; 0 where its grid has none. */
    public int portOf(long index) {
        int grid = gridOf(index);
        long within = index - first[grid];
        return switch (grids.get(grid)) {
            case Ipv4Grid ipv4 -> ipv4.portOf(within);
            case Ipv6Grid ipv6 -> ipv6.portOf(within);
        };
    }

    /** A number that two spaces share only if they are equal, but for a chance of 2^-64. */
    public long fingerprint() {
        long hash = grids.getFirst().fingerprint();
        for (TargetGrid grid : grids.subList(1, grids.size())) {
            hash = Fingerprint.add(hash, grid.fingerprint());
        }
        return hash;
    }
}
