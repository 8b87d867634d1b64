// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import sonde.output.BinaryLayout;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;

/**
 * What banners of masscan's own binary files are of. Its releases, 1.3.2 the last, count from 16 on
 * {@code title, html, ntp ...} up to {@code http.server}, 30; its sources put {@code X509CA} before
 * these in 2023, so that each is one more, and have gone on counting. Both write the same opening,
 * and so the banners tell: what only one of the two can have said settles it for the rest of the
 * file. Until then each is judged by its text.
 */
final class MasscanNumbers {

    private enum Numbering {
        UNSETTLED,
        RELEASES,
        SOURCES
    }

    /** {@code title}, or {@code X509CA}: where the two begin to differ. */
    private static final int FIRST = BinaryLayout.DIFFERENT_NUMBERS_FIRST;

    /** {@code html}, or {@code title}. */
    private static final int SECOND = 17;

    /** {@code ntp}, or {@code html}. */
    private static final int THIRD = 18;

    /** {@code http.server}: the last of the releases. */
    private static final int LAST = 30;

    /** What DER of any certificate begins with, in base64: a sequence of 256 to 65535 bytes. */
    private static final byte[] CERTIFICATE = "MII".getBytes(StandardCharsets.US_ASCII);

    private Numbering numbering = Numbering.UNSETTLED;

    /** Where another file begins. */
    void restart() {
        numbering = Numbering.UNSETTLED;
    }

    /** Judges the next banner. */
    Service service(int number, byte[] text) {
        if (number < FIRST) {
            return Services.ofNumber(number);
        }
        if (numbering == Numbering.UNSETTLED) {
            settle(number, text);
        }
        boolean isOfSources =
                switch (numbering) {
                    case SOURCES -> true;
                    case RELEASES -> false;
                    case UNSETTLED -> number == SECOND;
                };
        return Services.ofNumber(isOfSources ? number : number + 1);
    }

    private void settle(int number, byte[] text) {
        switch (number) {
            case FIRST -> numbering = isCertificate(text) ? Numbering.SOURCES : Numbering.RELEASES;
            case SECOND -> {
                if (isMarkup(text)) {
                    numbering = Numbering.RELEASES;
                }
            }
            case THIRD -> {
                if (isMarkup(text)) {
                    numbering = Numbering.SOURCES;
                }
            }
            default -> {
                if (number > LAST) {
                    numbering = Numbering.SOURCES;
                }
            }
        }
    }

    private static boolean isCertificate(byte[] text) {
        for (int i = 0; i < CERTIFICATE.length; i++) {
            if (text.length == i || text[i] != CERTIFICATE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has a tag: no title has. */
    private static boolean isMarkup(byte[] text) {
        for (byte next : text) {
            if (next == '<') {
                return true;
            }
        }
        return false;
    }
}
