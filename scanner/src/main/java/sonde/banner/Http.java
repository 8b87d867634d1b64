// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * HTTP/1 (RFC 9112): the status line with the header fields, the server's name, the page's title,
 * on request the page. A body is read as it comes: what is chunked or compressed stays so. Step 1
 * means that the header has been reported and consumed, and that the body is awaited; {@link
 * Talk#memo} then says how much of that and why.
 */
final class Http implements BannerProtocol {

    private static final int BODY = 1;

    /** As much of a body as a title is looked for in, in bytes. */
    private static final int TITLE_WITHIN_BYTES = 32_768;

    /** As much of a body as a reproach is looked for in, in bytes. */
    private static final int REPROACH_WITHIN_BYTES = 4096;

    /** As much of a body as a connection holds; {@link Talk#inputLength}. */
    private static final int BODY_MAX_BYTES = 65_536;

    /** In {@link Talk#memo}, above the length of the body: its title is wanted. */
    private static final long TITLE_WANTED = 1L << 32;

    /** In {@link Talk#memo}: the answer is a refusal, perhaps for lack of TLS. */
    private static final long REFUSED = 1L << 33;

    /** In {@link Talk#memo}: there was no header, the page is all there is to report. */
    private static final long PAGE_ALONE = 1L << 34;

    /**
     * In {@link Talk#memo}, above the flags: where in the body the search for a title goes on, so
     * that a server that sends single bytes can't make us read all of them again each time.
     */
    private static final int SEARCHED_SHIFT = 40;

    private static final String TITLE_TAG = "<title";

    /** The longest title, and the longest tag that opens one, in bytes. */
    private static final int TITLE_MAX_BYTES = 1024;

    private static final String[] BEGINNINGS = {"HTTP/1.", "HTTP/2", "HTTP/0.", "ICY "};
    private static final String[] PAGE_BEGINNINGS = {"<!doctype html", "<html"};

    /** What servers say to who should have begun with TLS, in lower case. */
    private static final String[] TLS_EXPECTED = {
        "plain http request was sent to https port", // nginx
        "speaking plain http to an ssl-enabled server port", // Apache httpd
        "client sent an http request to an https server", // Go
        "combination of host and port requires tls" // Tomcat
    };

    @Override
    public String name() {
        return "http";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {80, 8080, 8000, 8008, 8081, 8088, 8530, 8888, 3000, 5000};
    }

    /** A page without a header is an answer of HTTP/0.9, or of a server that isn't careful. */
    @Override
    public Match match(byte[] input, int length) {
        Match match = Text.match(input, length, BEGINNINGS);
        if (match == Match.YES) {
            return match;
        }
        int start = Text.trimmedStart(input, 0, length);
        for (String each : PAGE_BEGINNINGS) {
            if (Text.startsWithIgnoringCase(input, start, length, each)) {
                return Match.WEAK;
            }
            int count = Math.min(length - start, each.length());
            if (Text.startsWithIgnoringCase(input, start, length, each.substring(0, count))) {
                match = Match.PARTIAL;
            }
        }
        return match;
    }

    @Override
    public byte[] hello(Talk talk) {
        return HttpHello.bytes(talk);
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == BODY || readHeader(talk)) {
            readBody(talk);
        }
    }

    /** Whether there is a body to be read. */
    private static boolean readHeader(Talk talk) {
        byte[] input = talk.input();
        int limit = Math.min(talk.inputLength(), HeaderBlock.MAX_BYTES);
        boolean last = limit == HeaderBlock.MAX_BYTES || talk.isInputEnded();
        int start = Text.trimmedStart(input, 0, limit);
        if (start < limit && input[start] == '<') {
            talk.setMemo(TITLE_WANTED | PAGE_ALONE | TITLE_WITHIN_BYTES);
            talk.setStep(BODY);
            return true;
        }
        int end = start == limit ? -1 : HeaderBlock.end(input, start, limit);
        if (end < 0) {
            if (!last) {
                return false;
            }
            end = limit;
        }
        reportHeader(talk, input, end);
        talk.setMemo(wantedBody(talk, input, end));
        talk.setStep(BODY);
        talk.consume(end);
        return true;
    }

    private static void reportHeader(Talk talk, byte[] input, int end) {
        if (end == 0) {
            return;
        }
        int trimmed = Text.trimmedEnd(input, 0, end);
        talk.report(Service.HTTP, input, 0, trimmed == 0 ? end : trimmed);
        int server = HeaderBlock.valueStart(input, end, "server");
        if (server >= 0) {
            int length = HeaderBlock.valueEnd(input, server, end) - server;
            if (length > 0) {
                talk.report(Service.HTTP_SERVER, input, server, length);
            }
        }
    }

    /** How much of the body is wanted, in bytes, and why. */
    private static long wantedBody(Talk talk, byte[] input, int headerEnd) {
        int status = HeaderBlock.status(input, headerEnd);
        boolean refused = status >= 400 && status < 500;
        int type = HeaderBlock.valueStart(input, headerEnd, "content-type");
        boolean mayHaveTitle =
                type < 0
                        || Text.containsAny(
                                input, type, HeaderBlock.valueEnd(input, type, headerEnd), "html");
        int length = 0;
        if (talk.options().captures.contains(BannerOptions.Capture.HTML)) {
            length = Math.clamp(talk.options().bannerMaxBytes, 0, BODY_MAX_BYTES);
        }
        if (mayHaveTitle) {
            length = Math.max(length, TITLE_WITHIN_BYTES);
        }
        if (refused) {
            length = Math.max(length, REPROACH_WITHIN_BYTES);
        }
        length = Math.min(length, bodyLength(talk, input, headerEnd, status));
        return length | (mayHaveTitle ? TITLE_WANTED : 0) | (refused ? REFUSED : 0);
    }

    /** How long the body is as far as the header says, RFC 9112, section 6.3; bytes. */
    private static int bodyLength(Talk talk, byte[] input, int headerEnd, int status) {
        boolean hasNone = status < 200 || status == 204 || status == 304;
        if ((hasNone && status >= 0) || talk.options().httpMethod.equals("HEAD")) {
            return 0;
        }
        int value = HeaderBlock.valueStart(input, headerEnd, "content-length");
        int length = value < 0 ? -1 : Text.decimal(input, value, headerEnd);
        return length < 0 ? BODY_MAX_BYTES : length;
    }

    private static void readBody(Talk talk) {
        byte[] input = talk.input();
        int wanted = (int) talk.memo();
        int limit = Math.min(talk.inputLength(), wanted);
        boolean complete = limit == wanted || talk.isInputEnded();
        boolean capture =
                (talk.memo() & PAGE_ALONE) != 0
                        || talk.options().captures.contains(BannerOptions.Capture.HTML);
        boolean refused = (talk.memo() & REFUSED) != 0;
        int title = (talk.memo() & TITLE_WANTED) == 0 ? -1 : findTitle(talk, input, limit);
        int titleEnd = title < 0 ? -1 : titleEnd(input, title, limit);
        boolean enough = !capture && titleEnd >= 0 && (!refused || limit >= REPROACH_WITHIN_BYTES);
        if (!complete && !enough) {
            return;
        }
        int searched = Math.min(limit, REPROACH_WITHIN_BYTES);
        boolean tlsExpected = refused && Text.containsAny(input, 0, searched, TLS_EXPECTED);
        if (titleEnd >= 0) {
            reportTitle(talk, input, title, titleEnd);
        }
        if (capture && limit > 0) {
            talk.report(Service.HTML, input, 0, limit);
        }
        talk.consume(talk.inputLength());
        if (tlsExpected) {
            talk.suspect("tls");
        } else {
            talk.finish();
        }
    }

    private static void reportTitle(Talk talk, byte[] input, int from, int end) {
        int start = Text.trimmedStart(input, from, end);
        int length = Text.trimmedEnd(input, start, end) - start;
        if (length > 0) {
            talk.report(Service.TITLE, input, start, length);
        }
    }

    /** Where the title begins, behind its tag, attributes and all, or -1. */
    private static int findTitle(Talk talk, byte[] input, int bodyLimit) {
        int limit = Math.min(bodyLimit, TITLE_WITHIN_BYTES);
        int from = (int) (talk.memo() >>> SEARCHED_SHIFT);
        int tag = Text.find(input, from, limit, TITLE_TAG);
        int searched = tag >= 0 ? tag : Math.max(from, limit - TITLE_TAG.length());
        long rest = talk.memo() & ((1L << SEARCHED_SHIFT) - 1);
        talk.setMemo(rest | ((long) searched << SEARCHED_SHIFT));
        if (tag < 0) {
            return -1;
        }
        int tagLimit = Math.min(limit, tag + TITLE_MAX_BYTES);
        for (int i = tag; i < tagLimit; i++) {
            if (input[i] == '>') {
                return i + 1;
            }
        }
        return tagLimit == tag + TITLE_MAX_BYTES ? tagLimit : -1;
    }

    /** Where the title ends, were it because it is too long, or -1 if that has not come yet. */
    private static int titleEnd(byte[] input, int title, int bodyLimit) {
        String closing = "</title";
        int limit = Math.min(bodyLimit, title + TITLE_MAX_BYTES + closing.length());
        int end = Text.find(input, title, limit, closing);
        boolean tooLong = limit == title + TITLE_MAX_BYTES + closing.length();
        return end < 0 && tooLong ? title + TITLE_MAX_BYTES : end;
    }
}
