// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/** Takes peers: who they are. */
@FunctionalInterface
public interface Peers {

    /**
     * Takes one.
     *
     * @param high the first half of its address, as {@link sonde.wire.IpAddress} has it
     * @param low the second half
     * @param port its port, 0 to 65535
     */
    void take(long high, long low, int port);
}
