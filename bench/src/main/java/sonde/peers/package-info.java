// SPDX-License-Identifier: Apache-2.0
/** Other ways to do what Sonde does, to be compared with it. */
@NullMarked
package sonde.peers;

import org.jspecify.annotations.NullMarked;
