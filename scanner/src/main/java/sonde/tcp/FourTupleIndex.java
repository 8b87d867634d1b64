// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Gives each of a limited number of connections a place, 0 to the capacity minus 1, and finds the
 * place again. A chained hash table in arrays; its hash has a random key, so that peers can't
 * choose addresses and ports that fall into one bucket.
 */
final class FourTupleIndex {

    static final int NONE = -1;

    private static final int KEY_LONGS = 5;

    /** The key lies in one piece, so that comparing it touches one or two cache lines. */
    private final long[] keys;

    /** The first place in a bucket, or NONE. */
    private final int[] buckets;

    /** The next place in the same bucket, or for places not taken the next one not taken. */
    private final int[] chain;

    private final int capacity;
    private final long hashKey0;
    private final long hashKey1;
    private final long hashKey2;
    private int free;
    private int size;

    FourTupleIndex(int capacity, long hashKey) {
        this.capacity = capacity;
        keys = new long[capacity * KEY_LONGS];
        buckets = new int[Integer.highestOneBit(Math.max(1, capacity - 1)) << 1];
        chain = new int[capacity];
        Arrays.fill(buckets, NONE);
        for (int place = 0; place < capacity; place++) {
            chain[place] = place + 1 < capacity ? place + 1 : NONE;
        }
        SplittableRandom expanded = new SplittableRandom(hashKey);
        hashKey0 = expanded.nextLong();
        hashKey1 = expanded.nextLong();
        hashKey2 = expanded.nextLong();
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    boolean isFull() {
        return size == capacity;
    }

    /** The place of a connection, or NONE. */
    int find(FourTuple tuple) {
        int place = buckets[bucket(tuple)];
        while (place != NONE && !isAt(place, tuple)) {
            place = chain[place];
        }
        return place;
    }

    /** Gives a connection that has none a place; returns it, or NONE if all are taken. */
    int add(FourTuple tuple) {
        int place = free;
        if (place != NONE) {
            free = chain[place];
            size++;
            link(place, tuple);
        }
        return place;
    }

    /** Takes a place back. */
    void remove(int place) {
        unlink(place);
        chain[place] = free;
        free = place;
        size--;
    }

    /** Gives a place to another connection; false, and nothing is changed, if that has one. */
    boolean rename(int place, FourTuple tuple) {
        if (find(tuple) != NONE) {
            return false;
        }
        unlink(place);
        link(place, tuple);
        return true;
    }

    /** Whose place this is. */
    void load(int place, FourTuple tuple) {
        int at = place * KEY_LONGS;
        tuple.remoteHigh = keys[at];
        tuple.remoteLow = keys[at + 1];
        tuple.localHigh = keys[at + 2];
        tuple.localLow = keys[at + 3];
        tuple.ports = (int) keys[at + 4];
    }

    /** How many places stand in the bucket that is a connection's. */
    int depth(FourTuple tuple) {
        int depth = 0;
        for (int place = buckets[bucket(tuple)]; place != NONE; place = chain[place]) {
            depth++;
        }
        return depth;
    }

    /** What the arrays take, in bytes. */
    long stateBytes() {
        return (long) keys.length * Long.BYTES
                + (long) (buckets.length + chain.length) * Integer.BYTES;
    }

    private void link(int place, FourTuple tuple) {
        int at = place * KEY_LONGS;
        keys[at] = tuple.remoteHigh;
        keys[at + 1] = tuple.remoteLow;
        keys[at + 2] = tuple.localHigh;
        keys[at + 3] = tuple.localLow;
        keys[at + 4] = tuple.ports;
        int bucket = bucket(tuple);
        chain[place] = buckets[bucket];
        buckets[bucket] = place;
    }

    private void unlink(int place) {
        int at = place * KEY_LONGS;
        int bucket = bucket(keys[at], keys[at + 1], keys[at + 2], keys[at + 3], (int) keys[at + 4]);
        if (buckets[bucket] == place) {
            buckets[bucket] = chain[place];
            return;
        }
        int before = buckets[bucket];
        while (chain[before] != place) {
            before = chain[before];
        }
        chain[before] = chain[place];
    }

    private boolean isAt(int place, FourTuple tuple) {
        int at = place * KEY_LONGS;
        return keys[at + 1] == tuple.remoteLow
                && (int) keys[at + 4] == tuple.ports
                && keys[at + 3] == tuple.localLow
                && keys[at] == tuple.remoteHigh
                && keys[at + 2] == tuple.localHigh;
    }

    private int bucket(FourTuple tuple) {
        return bucket(
                tuple.remoteHigh, tuple.remoteLow, tuple.localHigh, tuple.localLow, tuple.ports);
    }

    private int bucket(long remoteHigh, long remoteLow, long localHigh, long localLow, int ports) {
        long hash = multiply(remoteHigh ^ hashKey0, remoteLow ^ hashKey1);
        hash = multiply(hash ^ localHigh ^ hashKey1, localLow ^ hashKey2);
        hash = multiply(hash ^ hashKey2, ports ^ hashKey0);
        return (int) hash & (buckets.length - 1);
    }

    /** Both halves of a product of 128 bits, folded: each bit of it depends on all of the input. */
    private static long multiply(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
