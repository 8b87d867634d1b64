// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;

/** Neighbours to be asked for their Ethernet addresses. Made once and filled again. */
final class Questions {

    /** Whom to ask, as {@link sonde.wire.IpAddress} has it. */
    final long[] high = new long[ProbeBatch.CAPACITY];

    final long[] low = new long[ProbeBatch.CAPACITY];

    int count;

    void add(long ofHigh, long ofLow) {
        high[count] = ofHigh;
        low[count] = ofLow;
        count++;
    }
}
