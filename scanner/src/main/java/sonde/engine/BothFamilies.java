// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.wire.IpAddress;

/**
 * What probes carry, computed from addresses of either family as {@link IpAddress} has them: each
 * family has a hash of its own.
 */
final class BothFamilies {

    private BothFamilies() {}

    /** As {@link Cookies#cookie(int, int, int, int)}. */
    static int cookie(
            Cookies cookies,
            long targetHigh,
            long targetLow,
            int targetPort,
            long sourceHigh,
            long sourceLow,
            int sourcePort) {
        return IpAddress.isIpv4(targetHigh, targetLow)
                ? cookies.cookie((int) targetLow, targetPort, (int) sourceLow, sourcePort)
                : cookies.cookie(
                        targetHigh, targetLow, targetPort, sourceHigh, sourceLow, sourcePort);
    }

    /** As {@link SourcePorts#sourcePort(int, int)}. */
    static int sourcePort(SourcePorts ports, long targetHigh, long targetLow, int targetPort) {
        return IpAddress.isIpv4(targetHigh, targetLow)
                ? ports.sourcePort((int) targetLow, targetPort)
                : ports.sourcePort(targetHigh, targetLow, targetPort);
    }
}
