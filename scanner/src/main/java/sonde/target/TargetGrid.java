// SPDX-License-Identifier: Apache-2.0
package sonde.target;

/** Every port of a set on every address of a set of one family, numbered from 0. */
public sealed interface TargetGrid permits Ipv4Grid, Ipv6Grid {

    boolean isIpv6();

    /** Empty where targets have no port. */
    PortRanges ports();

    /** Whether targets have a port; else it is 0. */
    default boolean hasPorts() {
        return ports().size() > 0;
    }

    /** How many targets there are, at least 0. */
    long size();

    /** A number that two grids share only if they are equal, but for a chance of 2^-64. */
    long fingerprint();
}
