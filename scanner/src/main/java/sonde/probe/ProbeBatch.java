// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/**
 * A batch of probes as arrays, one element a probe. Each stage of the generator is a loop over
 * these arrays with the constant trip count {@link #CAPACITY}, which C2 turns into vector code;
 * elements at or above {@link #count} hold junk that no stage may trip over.
 */
public final class ProbeBatch {

    /** How many probes a batch holds. */
    public static final int CAPACITY = 256;

    /** Places in the target space. */
    public final long[] index = new long[CAPACITY];

    /** Target addresses, IPv4 in host order. */
    public final int[] address = new int[CAPACITY];

    /** Target ports. */
    public final int[] port = new int[CAPACITY];

    /** Source addresses, IPv4 in host order. */
    public final int[] sourceAddress = new int[CAPACITY];

    /** Source ports. */
    public final int[] sourcePort = new int[CAPACITY];

    /** Cookies: the sequence numbers of the probes. */
    public final int[] cookie = new int[CAPACITY];

    /** How many elements are in use. */
    public int count;
}
