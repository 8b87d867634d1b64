// SPDX-License-Identifier: Apache-2.0
package sonde.output;

/**
 * Makes members: pieces of a compressed file that can be read by themselves, and one behind the
 * other are one file. Keeps what it needs from one to the next; for one thread.
 */
interface Compressor {

    /** How long a member can get. */
    int bound(int lengthBytes);

    /**
     * Compresses bytes into one member; returns its length.
     *
     * @param target has {@link #bound} bytes at {@code position}
     */
    int compress(byte[] source, int lengthBytes, byte[] target, int position);
}
