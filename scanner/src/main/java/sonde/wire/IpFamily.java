// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/** The two versions of the Internet Protocol. */
public enum IpFamily {
    IPV4,
    IPV6
}
