// SPDX-License-Identifier: Apache-2.0

/**
 * Headers over bytes: where each field lies, how it is read, written and summed. No I/O and no
 * state.
 *
 * <p>An accessor takes {@code (MemorySegment frame, long base)}, where {@code base} is the first
 * byte of the header in bytes; fields come out as host-order numbers and go in as such. Accessors
 * don't check: a frame from the network first passes {@link sonde.wire.FrameParser}, which checks
 * once.
 */
@NullMarked
package sonde.wire;

import org.jspecify.annotations.NullMarked;
