// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.banner.nmap.Probe;
import sonde.banner.nmap.ServiceProbes;

import java.util.List;

/**
 * The probes of the user's {@code nmap-service-probes}: those that name the port are said to it.
 */
record NmapProbes(ServiceProbes probes) implements FurtherProbes {

    @Override
    public List<byte[]> hellos(int port) {
        return probes.forPort(port, 0).stream().map(Probe::payload).toList();
    }

    @Override
    public @Nullable String identify(int port, int hello, byte[] input, int length) {
        return probes.identify(
                hello < 0 ? null : probes.forPort(port, 0).get(hello), input, length);
    }
}
