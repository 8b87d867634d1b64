// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import sonde.record.ScanRecord;

import java.util.Queue;

/**
 * Reads lists: {@code open tcp 80 198.18.0.2 1795465782}, or {@code banner tcp 80 198.18.0.2
 * 1795465785 title Welcome}.
 */
final class ListReader extends LineReader {

    private static final String BANNER = "banner";

    /** Status, protocol, port, address, time. */
    private static final int WORDS = 5;

    /** And for banners the service and the text, in which spaces are its own. */
    private static final int BANNER_WORDS = 7;

    private final Findings findings = new Findings();

    ListReader(ByteSource source) {
        super(source);
    }

    @Override
    void take(String line, Queue<ScanRecord> records) {
        boolean isBanner = line.startsWith(BANNER + " ");
        String[] words = line.split(" ", isBanner ? BANNER_WORDS : WORDS);
        if (words.length < (isBanner ? BANNER_WORDS - 1 : WORDS)) {
            throw new IllegalArgumentException("'" + line + "' has words missing");
        }
        findings.clear();
        findings.protocol(words[1]);
        findings.port(words[2]);
        findings.address(words[3]);
        findings.epochSeconds(words[4]);
        if (isBanner) {
            findings.service(words[5]);
            findings.text(BannerBytes.ofEscaped(words.length == BANNER_WORDS ? words[6] : ""));
        } else {
            findings.status(words[0]);
        }
        records.add(findings.record());
    }
}
