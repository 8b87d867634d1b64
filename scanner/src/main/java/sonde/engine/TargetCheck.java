// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/** Says whether a TCP port is one that the scan probes. */
@FunctionalInterface
interface TargetCheck {

    /**
     * Whether somebody asked for this port.
     *
     * @param high the first half of the address, as {@link sonde.wire.IpAddress} has it
     * @param low the second half
     * @param port 0 to 65535
     */
    boolean isTarget(long high, long low, int port);
}
