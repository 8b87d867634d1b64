// SPDX-License-Identifier: Apache-2.0

/**
 * Answers: a parsed frame goes in, what it says of a target comes out. The cookie in the frame is
 * the only proof asked for, so nothing is shared with the sender but the key; and what was already
 * reported is held back, within bounded memory.
 */
@NullMarked
package sonde.reply;

import org.jspecify.annotations.NullMarked;
