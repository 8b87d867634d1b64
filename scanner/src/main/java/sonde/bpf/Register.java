// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

/**
 * The registers of eBPF, 64 bits each (RFC 9669, section 2.1). A call takes its arguments in R1 to
 * R5, returns in R0 and leaves nothing in R1 to R5; R6 to R9 outlast it. R10 is the stack's end,
 * and only read. A program begins with its context in R1 and ends with its answer in R0.
 */
public enum Register {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10
}
