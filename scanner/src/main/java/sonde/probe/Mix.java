// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/** Cheap hashing for what must merely look random; what must be unforgeable takes SipHash. */
final class Mix {

    private Mix() {}

    /**
     * A bijection of 32-bit numbers in which every input bit flips every output bit about half the
     * time: "lowbias32" of Chris Wellons' hash-prospector (bias 0.17).
     */
    static int mix32(int value) {
        int mixed = value ^ value >>> 16;
        mixed *= 0x7feb352d;
        mixed ^= mixed >>> 15;
        mixed *= 0x846ca68b;
        return mixed ^ mixed >>> 16;
    }

    /** A hash of an IPv6 address and a port under a key. */
    static int fold(long high, long low, int port, long key) {
        int mixed = mix32((int) low ^ (int) key);
        mixed = mix32(mixed ^ (int) (low >>> 32));
        mixed = mix32(mixed ^ (int) high);
        mixed = mix32(mixed ^ (int) (high >>> 32));
        return mix32(mixed ^ port ^ (int) (key >>> 32));
    }
}
