// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/**
 * A batch of probes of one kind and one address family as arrays, one element a probe. Each stage
 * of the generator is a loop over these arrays with the constant trip count {@link #CAPACITY},
 * which C2 turns into vector code; elements at or above {@link #count} hold junk that no stage may
 * trip over.
 */
public final class ProbeBatch {

    /** How many probes a batch holds. */
    public static final int CAPACITY = 256;

    /** Places in the target space. */
    public final long[] index = new long[CAPACITY];

    /** Which grid of the target space the probes are of. */
    public int grid;

    /** Whether the probes go to IPv6 addresses. */
    public boolean isIpv6;

    /** IPv4: target addresses, in host order. */
    public final int[] address = new int[CAPACITY];

    /** IPv6: the halves of target addresses. */
    public final long[] addressHigh = new long[CAPACITY];

    public final long[] addressLow = new long[CAPACITY];

    /** Target ports, or what stands in their place; 0 where there is none. */
    public final int[] port = new int[CAPACITY];

    /** IPv4: source addresses, in host order. */
    public final int[] sourceAddress = new int[CAPACITY];

    /** IPv6: the halves of source addresses. */
    public final long[] sourceHigh = new long[CAPACITY];

    public final long[] sourceLow = new long[CAPACITY];

    /** Source ports; also where the kind of probe has none, since cookies are made of them. */
    public final int[] sourcePort = new int[CAPACITY];

    /** Cookies: the numbers by which answers prove themselves. */
    public final int[] cookie = new int[CAPACITY];

    /** How many elements are in use. */
    public int count;
}
