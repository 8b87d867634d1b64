// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/**
 * Marks: what must look random in a probe besides its cookie, and must come out the same when the
 * probe is repeated. A mark is a keyed hash of the cookie; its bits are shared out here.
 */
final class Marks {

    /** Linux since 4.20, Windows since 10. */
    private static final int WINDOW_0 = 64240;

    /** Linux 3.11 to 4.19: 20 times the MSS (p0f 3.09, p0f.fp). */
    private static final int WINDOW_1 = 29200;

    /** Linux 3.1 to 3.10: 10 times the MSS (p0f 3.09, p0f.fp). */
    private static final int WINDOW_2 = 14600;

    /** Windows 7 and 8 (p0f 3.09, p0f.fp). */
    private static final int WINDOW_3 = 8192;

    /** What tells the second 32 bits made from a mark from the first. */
    private static final int SECOND = 0x9E3779B9;

    private Marks() {}

    /** The key of a scan's marks. */
    static int key(CookieKey key) {
        return (int) key.derive("marks");
    }

    static int mark(int cookie, int markKey) {
        return Mix.mix32(cookie ^ markKey);
    }

    /** IPv4's identification, 0 to 65535. */
    static int identification(int mark) {
        return mark >>> 16;
    }

    /** IPv6's flow label, 1 to 0xFFFFF: 0 says that there is none (RFC 6437 section 3). */
    static int flowLabel(int mark) {
        int label = mark >>> 12;
        return label == 0 ? 1 : label;
    }

    /** One of the four TCP windows, without a branch or a table. */
    static int window(int mark) {
        int bit0 = -(mark & 1);
        int bit1 = -(mark >>> 1 & 1);
        return WINDOW_0
                ^ (bit0 & (WINDOW_0 ^ WINDOW_1))
                ^ (bit1 & (WINDOW_0 ^ WINDOW_2))
                ^ (bit0 & bit1 & (WINDOW_0 ^ WINDOW_1 ^ WINDOW_2 ^ WINDOW_3));
    }

    /** 32 bits more. */
    static int more(int mark) {
        return Mix.mix32(mark ^ SECOND);
    }
}
