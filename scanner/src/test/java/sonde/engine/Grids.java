// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeDetails;
import sonde.probe.ProbeKind;
import sonde.target.AddressRanges;
import sonde.target.Ipv4Grid;
import sonde.target.Ipv6Grid;
import sonde.target.Ipv6Ranges;
import sonde.target.PortRanges;
import sonde.target.TargetGrid;
import sonde.target.TargetSpace;
import sonde.wire.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Target spaces of several grids, for tests. */
final class Grids {

    private static final IpAddress IPV6_FIRST = IpAddress.parse("2001:db8:1::");

    private Grids() {}

    /** 198.18.1.{@code first} to 198.18.1.{@code last}, without ports. */
    static Ipv4Grid ipv4(int first, int last) {
        return Ipv4Grid.of(addresses(first, last), PortRanges.NONE);
    }

    static Ipv4Grid ipv4(int first, int last, int portFirst, int portLast) {
        return Ipv4Grid.of(addresses(first, last), PortRanges.of(portFirst, portLast));
    }

    /** The same from 2001:db8:1:: on. */
    static Ipv6Grid ipv6(int first, int last, int portFirst, int portLast) {
        return Ipv6Grid.of(ipv6Addresses(first, last), PortRanges.of(portFirst, portLast));
    }

    static AddressRanges addresses(int first, int last) {
        return AddressRanges.of(Wiring.FIRST + first, Wiring.FIRST + last);
    }

    static Ipv6Ranges ipv6Addresses(int first, int last) {
        return Ipv6Ranges.of(ipv6Address(first), ipv6Address(last));
    }

    static IpAddress ipv6Address(int host) {
        return new IpAddress(IPV6_FIRST.high(), IPV6_FIRST.low() + host);
    }

    static List<ScanPlan.Probing> probings(ProbeKind... kinds) {
        return Stream.of(kinds).map(kind -> new ScanPlan.Probing(kind, ProbeDetails.SYN)).toList();
    }

    /** One to six grids of a few hundred targets, of either family, with and without ports. */
    static TargetSpace random(SplittableRandom random) {
        List<TargetGrid> grids = new ArrayList<>();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            int first = random.nextInt(50);
            int last = first + random.nextInt(40);
            int port = random.nextInt(1000);
            switch (random.nextInt(3)) {
                case 0 -> grids.add(ipv4(first, last));
                case 1 -> grids.add(ipv4(first, last, port, port + random.nextInt(20)));
                default -> grids.add(ipv6(first, last, port, port + random.nextInt(20)));
            }
        }
        return TargetSpace.of(grids);
    }
}
