// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import sonde.probe.ProbeKind;

/** Tells what was probed, for answers that no number proves. Any thread may ask. */
public interface ProbedTargets {

    /**
     * Whether a target is one of the scan.
     *
     * @param high the target's address as {@link sonde.wire.IpAddress} has it
     * @param port its port, or what stands in its place; of no meaning for kinds without
     */
    boolean has(ProbeKind kind, long high, long low, int port);
}
