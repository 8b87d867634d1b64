// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

/**
 * Chooses the flow label of an IPv6 connection (RFC 6437): one for all its segments, those that
 * probes sent before it included, as routers spread flows over paths and servers by it.
 */
@FunctionalInterface
public interface FlowLabels {

    /**
     * The flow label of what we send to a peer.
     *
     * @param remoteHigh the first half of the peer's address
     * @param remoteLow the second half
     * @param remotePort 0 to 65535
     * @param localHigh the first half of our address
     * @param localLow the second half
     * @param localPort 0 to 65535
     * @return of which the low 20 bits are used
     */
    int flowLabel(
            long remoteHigh,
            long remoteLow,
            int remotePort,
            long localHigh,
            long localLow,
            int localPort);
}
