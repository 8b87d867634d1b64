// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that run inside the kernel: a small assembler, and Sonde's programs written in it. Pure
 * computation; loading a program is the link's business.
 */
@NullMarked
package sonde.bpf;

import org.jspecify.annotations.NullMarked;
