// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.List;

/**
 * A moment of a scan that is worth a checkpoint, once every record that was in a ring by then is in
 * the journal.
 *
 * @param cursor below it, all is answered for
 * @param pending indexes of targets below it that are to be probed once more
 */
record Cut(long cursor, List<Long> pending) {}
