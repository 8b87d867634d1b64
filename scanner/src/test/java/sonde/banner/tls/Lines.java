// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import sonde.banner.BannerProtocol;
import sonde.banner.Match;
import sonde.banner.Talk;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;

/** A protocol of one line: known by how it begins, and reported when the line has ended. */
record Lines(String name, String beginning, String helloText, Service service)
        implements BannerProtocol {

    @Override
    public int[] usualPorts() {
        return new int[0];
    }

    @Override
    public Match match(byte[] input, int length) {
        int count = Math.min(length, beginning.length());
        String first = new String(input, 0, count, StandardCharsets.ISO_8859_1);
        if (!beginning.startsWith(first)) {
            return Match.NO;
        }
        return count == beginning.length() ? Match.YES : Match.PARTIAL;
    }

    @Override
    public byte[] hello(Talk talk) {
        return helloText.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void talk(Talk talk) {
        byte[] input = talk.input();
        for (int i = 0; i < talk.inputLength(); i++) {
            if (input[i] == '\n') {
                talk.report(service, input, 0, i);
                talk.consume(i + 1);
                talk.finish();
                return;
            }
        }
        if (talk.isInputEnded()) {
            talk.finish();
        }
    }
}
