// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * Redis and what descends from it (RESP): PING, then what the server says of itself in INFO, if it
 * lets us ask. It closes connections on which it has heard HTTP; then it is asked on another one.
 * {@link Talk#memo} counts the lines read, and remembers a PONG.
 */
final class Redis implements BannerProtocol {

    private static final byte[] HELLO = Text.ascii("PING\r\n");
    private static final byte[] INFO = Text.ascii("INFO server\r\n");

    /** As much of INFO's answer as is awaited, in bytes; that of Redis 7 has 600. */
    private static final int INFO_MAX_BYTES = 8192;

    private static final int LINE_MAX_BYTES = 1024;

    /** INFO has been said on the first connection, which may be spoilt. */
    private static final int ASKED = 1;

    /** On another connection, before INFO is said. */
    private static final int AGAIN = 2;

    /** INFO has been said on another connection. */
    private static final int ASKED_AGAIN = 3;

    private static final String PONG = "+PONG\r\n";

    /** In {@link Talk#memo}: PONG is all that was heard so far. */
    private static final long ONLY_PONG = 1L << 32;

    private static final String[] BEGINNINGS = {
        PONG,
        "-NOAUTH ",
        "-DENIED ",
        "-ERR unknown command",
        "-ERR wrong number of arguments for ",
        "-ERR operation not permitted",
        "-ERR Protocol error",
        "-ERR max number of clients",
        "-LOADING ",
        "-MASTERDOWN ",
        "-MISCONF "
    };

    private static final String[] FINAL = {"-DENIED", "-NOAUTH", "-ERR max number of clients"};

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {6379};
    }

    @Override
    public Match match(byte[] input, int length) {
        return Text.match(input, length, BEGINNINGS);
    }

    @Override
    public byte[] hello(Talk talk) {
        return HELLO.clone();
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == AGAIN) {
            talk.say(INFO);
            talk.setStep(ASKED_AGAIN);
        }
        boolean goesOn = true;
        while (goesOn) {
            byte[] input = talk.input();
            int length = talk.inputLength();
            int line = line(input, length, talk.isInputEnded());
            if (line < 0) {
                if (talk.isInputEnded()) {
                    onEnd(talk);
                }
                return;
            }
            goesOn =
                    (talk.step() != 0 && input[0] == '$')
                            ? onInfo(talk, input, line)
                            : onLine(talk, input, line);
        }
    }

    /** Behind the first line, or -1 if it is not complete. */
    private static int line(byte[] input, int length, boolean ended) {
        int limit = Math.min(length, LINE_MAX_BYTES);
        int end = Text.lineEnd(input, 0, limit);
        boolean cut = end < 0 && limit > 0 && (ended || limit == LINE_MAX_BYTES);
        return cut ? limit : end;
    }

    /** A bulk string: its length, then its bytes. Nothing is wanted behind it. */
    private static boolean onInfo(Talk talk, byte[] input, int line) {
        int announced = Math.max(0, Text.decimal(input, 1, line));
        int end = line + Math.min(announced, INFO_MAX_BYTES);
        if (talk.inputLength() < end && !talk.isInputEnded()) {
            return false;
        }
        report(talk, input, line, Math.min(end, talk.inputLength()));
        return finish(talk);
    }

    /** The first line is reported unless it says no more than PONG; later ones if they forbid. */
    private static boolean onLine(Talk talk, byte[] input, int line) {
        boolean first = talk.step() == 0;
        boolean forbids = Text.match(input, line, FINAL) == Match.YES;
        if (first && Text.startsWith(input, 0, line, PONG)) {
            talk.setMemo(ONLY_PONG);
        } else if (first || forbids) {
            report(talk, input, 0, line);
        }
        talk.consume(line);
        talk.setMemo(talk.memo() + 1);
        if (forbids || (int) talk.memo() > Dialogue.REPROACHES_MAX) {
            return finish(talk);
        }
        if (first) {
            talk.say(INFO);
            talk.setStep(ASKED);
        }
        return true;
    }

    private static void onEnd(Talk talk) {
        if (talk.step() != ASKED || !talk.reconnect(AGAIN)) {
            finish(talk);
        }
    }

    private static void report(Talk talk, byte[] input, int from, int end) {
        int trimmed = Text.trimmedEnd(input, from, end);
        if (end > from) {
            talk.setMemo(talk.memo() & ~ONLY_PONG);
            talk.report(Service.REDIS, input, from, (trimmed == from ? end : trimmed) - from);
        }
    }

    private static boolean finish(Talk talk) {
        if ((talk.memo() & ONLY_PONG) != 0) {
            talk.report(Service.REDIS, PONG.strip());
        }
        talk.consume(talk.inputLength());
        talk.finish();
        return false;
    }
}
