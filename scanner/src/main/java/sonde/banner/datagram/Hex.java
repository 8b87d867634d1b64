// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import java.util.HexFormat;

/** Bytes in hexadecimal, as far as they are worth showing. */
final class Hex {

    private static final int SHOWN_MAX_BYTES = 64;

    private Hex() {}

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_MAX_BYTES));
    }
}
