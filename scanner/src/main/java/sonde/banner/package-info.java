// SPDX-License-Identifier: Apache-2.0
/**
 * Protocols as far as a banner needs them: how to recognise one by its first bytes, what to say to
 * it, what to read out of its answers. One class a protocol, without state of its own: all that a
 * conversation remembers stands in its {@link sonde.banner.Talk}. Input is hostile: whatever comes,
 * a protocol reads within bounds, ends in bounded time and throws nothing.
 */
@NullMarked
package sonde.banner;

import org.jspecify.annotations.NullMarked;
