// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.target.AddressRanges;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the user wants of the way out; all of it may be left to the routes.
 *
 * @param interfaceName {@code --interface}
 * @param sourceAddresses {@code --source-ip}: one range, or none
 * @param routerAddress {@code --router-ip}
 * @param routerMac {@code --router-mac}, in the low 48 bits
 */
public record PathWishes(
        @Nullable String interfaceName,
        AddressRanges sourceAddresses,
        OptionalInt routerAddress,
        OptionalLong routerMac) {

    /** No wishes. */
    public static final PathWishes NONE =
            new PathWishes(null, AddressRanges.NONE, OptionalInt.empty(), OptionalLong.empty());
}
