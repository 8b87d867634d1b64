// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** A protocol with answers like HTTP's of which one header block is all we want. */
abstract class HeaderProtocol implements BannerProtocol {

    private final String beginning;
    private final Service service;

    /**
     * @param beginning of every answer
     */
    HeaderProtocol(String beginning, Service service) {
        this.beginning = beginning;
        this.service = service;
    }

    @Override
    public final Match match(byte[] input, int length) {
        return Text.match(input, length, beginning);
    }

    @Override
    public final void talk(Talk talk) {
        byte[] input = talk.input();
        int limit = Math.min(talk.inputLength(), HeaderBlock.MAX_BYTES);
        int end = HeaderBlock.end(input, 0, limit);
        if (end < 0) {
            if (limit < HeaderBlock.MAX_BYTES && !talk.isInputEnded()) {
                return;
            }
            end = limit;
        }
        if (end > 0) {
            int trimmed = Text.trimmedEnd(input, 0, end);
            talk.report(service, input, 0, trimmed == 0 ? end : trimmed);
        }
        talk.consume(talk.inputLength());
        talk.finish();
    }
}
