// SPDX-License-Identifier: Apache-2.0

/** Sonde, a port scanner. A program and no library: it exports nothing. */
module sonde {
    requires jdk.unsupported; // sun.misc.Signal, for Ctrl-C
    requires static org.jspecify;
}
