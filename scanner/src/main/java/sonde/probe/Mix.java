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
}
