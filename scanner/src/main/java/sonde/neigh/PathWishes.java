// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;
import sonde.target.Ipv6Ranges;
import sonde.wire.IpAddress;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the user wants of the way out; all of it may be left to the routes.
 *
 * @param interfaceNames {@code --interface}, none or several
 * @param sourceAddresses {@code --source-ip}: one range, or none
 * @param ipv6SourceAddresses {@code --source-ip}: one range, or none
 * @param routerAddress {@code --router-ip} for IPv4 targets
 * @param ipv6Router {@code --router-ip} for IPv6 targets, or null
 * @param routerMac {@code --router-mac}, in the low 48 bits
 */
public record PathWishes(
        List<String> interfaceNames,
        AddressRanges sourceAddresses,
        Ipv6Ranges ipv6SourceAddresses,
        OptionalInt routerAddress,
        @Nullable IpAddress ipv6Router,
        OptionalLong routerMac) {

    /** No wishes. */
    public static final PathWishes NONE =
            new PathWishes(
                    List.of(),
                    AddressRanges.NONE,
                    Ipv6Ranges.NONE,
                    OptionalInt.empty(),
                    null,
                    OptionalLong.empty());

    public PathWishes {
        interfaceNames = List.copyOf(interfaceNames);
    }

    /** The router named for the targets of a family, or null. */
    @Nullable IpAddress router(boolean isIpv4) {
        if (!isIpv4) {
            return ipv6Router;
        }
        return routerAddress.isPresent() ? IpAddress.ofIpv4(routerAddress.getAsInt()) : null;
    }
}
