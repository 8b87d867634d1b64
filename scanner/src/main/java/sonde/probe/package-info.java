// SPDX-License-Identifier: Apache-2.0

/**
 * Probes: how a target becomes a frame, a batch at a time.
 *
 * <p>The stages, each over the arrays of a {@link sonde.probe.ProbeBatch}: {@link
 * sonde.probe.SourcePorts} chooses source ports, {@link sonde.probe.Cookies} computes the numbers
 * by which answers prove themselves, a {@link sonde.probe.FrameWriter} writes frames. All three
 * depend on nothing but the target and the {@link sonde.probe.CookieKey}, so a repeated probe is
 * the same frame again, and a receiver needs to be told nothing.
 *
 * <p>A new kind of probe is one class that implements {@code PacketBody} and one line in {@link
 * sonde.probe.ProbeKind}.
 */
@NullMarked
package sonde.probe;

import org.jspecify.annotations.NullMarked;
