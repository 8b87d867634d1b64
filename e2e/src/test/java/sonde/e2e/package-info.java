// SPDX-License-Identifier: Apache-2.0
/**
 * The proof that the packaged program works: it is run as a process in network namespaces that each
 * test makes and removes, against real servers, and judged by what other programs (tshark, ss, jq)
 * saw of it.
 *
 * <p>No probe leaves the machine: a namespace has no route out, and addresses come from
 * 198.18.0.0/15 (RFC 2544), 2001:db8::/32 (RFC 3849) or loopback only. Tests that need root or a
 * tool are skipped with the reason printed.
 */
package sonde.e2e;
