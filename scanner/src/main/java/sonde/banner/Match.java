// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

/** Whether the first bytes of a server are those of a protocol. */
public enum Match {
    /** They can't be. */
    NO,
    /** They are a beginning; more bytes will tell. */
    PARTIAL,
    /** They may be, as they may be another protocol's; taken if nobody says {@link #YES}. */
    WEAK,
    /** They are. */
    YES
}
