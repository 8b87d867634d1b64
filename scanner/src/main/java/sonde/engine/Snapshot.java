// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import java.util.List;

/**
 * What a receive agent had not finished at one moment.
 *
 * @param number of the request that it answers
 * @param pending indexes of targets that have answered, and of which there is more to learn or to
 *     report
 */
record Snapshot(long number, List<Long> pending) {}
