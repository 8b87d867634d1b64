// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what UDP services answer: one class a protocol, pure functions of one datagram. Input is
 * hostile: whatever comes, a reader stays within bounds, ends in a time that grows with the
 * datagram alone, and throws nothing.
 */
@NullMarked
package sonde.banner.datagram;

import org.jspecify.annotations.NullMarked;
