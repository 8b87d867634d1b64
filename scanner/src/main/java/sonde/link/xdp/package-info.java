// SPDX-License-Identifier: Apache-2.0
/**
 * Ethernet frames past the host's stack: an XDP program takes the scan's answers off the wire into
 * memory of ours (AF_XDP), and probes leave by AF_XDP or as frames that the program makes inside
 * the kernel. The host's other traffic passes.
 */
@NullMarked
package sonde.link.xdp;

import org.jspecify.annotations.NullMarked;
