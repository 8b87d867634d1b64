// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;

import java.util.Arrays;

/** Tells whether a banner is base64 of a certificate, without decoding all of it. */
final class DerText {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int NONE = -1;

    /** The value of each character of RFC 4648 section 4, {@link #NONE} of all others. */
    private static final byte[] VALUES = values();

    /** Characters of a quantum, and the bytes they stand for. */
    private static final int QUANTUM_CHARACTERS = 4;

    private static final int QUANTUM_BYTES = 3;

    /** X.690 section 8.9: the identifier of a SEQUENCE. */
    private static final int SEQUENCE = 0x30;

    /** X.690 section 8.1.3.5: the first octet of a length says how many follow. */
    private static final int LONG_LENGTH = 0x80;

    /** A banner has fewer than 2^24 bytes, so that a length needs no more octets. */
    private static final int LENGTH_OCTETS_MAX = 3;

    private DerText() {}

    private static byte[] values() {
        byte[] values = new byte[1 << Byte.SIZE];
        Arrays.fill(values, (byte) NONE);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** Whether the text is strict base64 of exactly one SEQUENCE, by its length. */
    static boolean isWhole(Banner text) {
        int length = text.lengthBytes();
        if (length < 2 * QUANTUM_CHARACTERS || length % QUANTUM_CHARACTERS != 0) {
            return false;
        }
        int padding = padding(text);
        for (int i = 0; i < length - padding; i++) {
            if (VALUES[text.at(i)] == NONE) {
                return false;
            }
        }
        int lengthBytes = length / QUANTUM_CHARACTERS * QUANTUM_BYTES - padding;
        return octet(text, 0) == SEQUENCE && elementLength(text, lengthBytes) == lengthBytes;
    }

    /** How many characters at the end only fill the last quantum, 0 to 2. */
    private static int padding(Banner text) {
        int length = text.lengthBytes();
        if (text.at(length - 1) != '=') {
            return 0;
        }
        return text.at(length - 2) == '=' ? 2 : 1;
    }

    /** How long the element says to be, with its head; -1 if it doesn't say in DER's way. */
    private static int elementLength(Banner text, int lengthBytes) {
        int first = octet(text, 1);
        if (first < LONG_LENGTH) {
            return 2 + first;
        }
        int octets = first - LONG_LENGTH;
        if (octets < 1 || octets > LENGTH_OCTETS_MAX || 2 + octets > lengthBytes) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << Byte.SIZE | octet(text, 2 + i);
        }
        return 2 + octets + value;
    }

    /** One byte of what the text stands for. */
    private static int octet(Banner text, int index) {
        int at = index / QUANTUM_BYTES * QUANTUM_CHARACTERS;
        int quantum = 0;
        for (int i = 0; i < QUANTUM_CHARACTERS; i++) {
            // Padding counts as zeros; no byte before the end of the text is made of it.
            quantum = quantum << 6 | Math.max(0, VALUES[text.at(at + i)]);
        }
        int shift = (QUANTUM_BYTES - 1 - index % QUANTUM_BYTES) * Byte.SIZE;
        return (quantum >>> shift) & 0xFF;
    }
}
