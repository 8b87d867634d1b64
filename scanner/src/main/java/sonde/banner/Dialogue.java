// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * A protocol of commands and replies in lines. What the server says stays in the input until the
 * end, and is reported in one piece; {@link Talk#memo} holds how much of it has been read. So a
 * conversation needs no memory of its own, and its course depends on the bytes alone, however they
 * arrive.
 */
abstract class Dialogue implements BannerProtocol {

    /** What follows a reply. */
    enum Next {
        /** Wait for another one. */
        LISTEN,
        /** All is learned. */
        FINISH,
        /** The server has agreed to STARTTLS. */
        START_TLS
    }

    /** As much as a server may say, in bytes; greetings and capabilities fill 2 KiB at most. */
    static final int DIALOGUE_MAX_BYTES = 8192;

    /**
     * Refusals that another protocol's hello may have provoked before our command was read: HTTP's
     * has up to a dozen lines, each of which is a command to such a server.
     */
    static final int REPROACHES_MAX = 16;

    /** What the reports are of. */
    abstract Service service(Talk talk);

    /** Behind the reply that begins at from, or -1 if it is not complete. */
    abstract int replyEnd(Talk talk, byte[] input, int from, int end);

    /** Reads a complete reply, says what is next. */
    abstract Next onReply(Talk talk, byte[] input, int from, int end);

    @Override
    public byte[] hello(Talk talk) {
        return new byte[0];
    }

    @Override
    public final void talk(Talk talk) {
        byte[] input = talk.input();
        int limit = Math.min(talk.inputLength(), DIALOGUE_MAX_BYTES);
        int position = (int) talk.memo();
        int end = replyEnd(talk, input, position, limit);
        while (end >= 0) {
            Next next = onReply(talk, input, position, end);
            position = end;
            talk.setMemo(position);
            if (next == Next.FINISH) {
                reportTo(talk, input, position);
                talk.finish();
                return;
            }
            if (next == Next.START_TLS) {
                reportTo(talk, input, position);
                talk.consume(talk.inputLength());
                talk.startTls();
                return;
            }
            end = replyEnd(talk, input, position, limit);
        }
        if (limit == DIALOGUE_MAX_BYTES || talk.isInputEnded()) {
            reportTo(talk, input, limit);
            talk.finish();
        }
    }

    /** Says a command. */
    static void say(Talk talk, String command) {
        talk.say(Text.ascii(command + "\r\n"));
    }

    private void reportTo(Talk talk, byte[] input, int end) {
        int trimmed = Text.trimmedEnd(input, 0, end);
        int length = trimmed == 0 ? end : trimmed;
        if (length > 0) {
            talk.report(service(talk), input, 0, length);
        }
    }
}
