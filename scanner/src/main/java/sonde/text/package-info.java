// SPDX-License-Identifier: Apache-2.0
/** Text of strangers as regular expressions may look at it: within bounds. */
@NullMarked
package sonde.text;

import org.jspecify.annotations.NullMarked;
