// SPDX-License-Identifier: Apache-2.0

/** What UDP probes carry, and how answers to it prove themselves. */
@NullMarked
package sonde.probe.udp;

import org.jspecify.annotations.NullMarked;
