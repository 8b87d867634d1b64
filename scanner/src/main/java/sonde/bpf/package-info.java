// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that run inside the kernel: two small assemblers, for classic BPF and for eBPF, Sonde's
 * programs written in them, and the maps, loading and links of eBPF. Which programs run where is
 * the link's business; a filter of classic BPF goes to its socket there.
 */
@NullMarked
package sonde.bpf;

import org.jspecify.annotations.NullMarked;
