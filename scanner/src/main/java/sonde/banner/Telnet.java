// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.io.ByteArrayOutputStream;

/**
 * Telnet (RFC 854): refuses all options (RFC 855), so that the server gets to its text, and reports
 * that up to the first prompt for a name or password. {@link Talk#memo} is how much of the input
 * has been answered.
 */
final class Telnet implements BannerProtocol {

    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SB = 250;
    private static final int SE = 240;

    /** Commands and text that are read, in bytes. */
    private static final int INPUT_MAX_BYTES = 4096;

    /** The longest line in which a prompt is looked for by {@link #match}, in bytes. */
    private static final int PROMPT_MAX_BYTES = 512;

    private static final String[] PROMPTS = {"login:", "username:", "password:", "user name:"};

    @Override
    public String name() {
        return "telnet";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {23, 2323};
    }

    /** Options, or a prompt in the last, open line. */
    @Override
    public Match match(byte[] input, int length) {
        if ((input[0] & 0xFF) == IAC) {
            if (length == 1) {
                return Match.PARTIAL;
            }
            int command = input[1] & 0xFF;
            return command >= SB && command <= DONT ? Match.YES : Match.NO;
        }
        if (length > PROMPT_MAX_BYTES || input[length - 1] == '\n') {
            return Match.NO;
        }
        for (int i = 0; i < length; i++) {
            if ((input[i] & 0xFF) == IAC) {
                return i > 0 && i + 1 < length && (input[i + 1] & 0xFF) >= SB
                        ? Match.WEAK
                        : Match.PARTIAL;
            }
            if (!Text.isPlain(input[i])) {
                return Match.NO;
            }
        }
        return Text.containsAny(input, 0, length, PROMPTS) ? Match.WEAK : Match.PARTIAL;
    }

    @Override
    public byte[] hello(Talk talk) {
        return new byte[0];
    }

    @Override
    public void talk(Talk talk) {
        byte[] input = talk.input();
        int limit = Math.min(talk.inputLength(), INPUT_MAX_BYTES);
        int position = (int) talk.memo();
        int end = commandEnd(input, position, limit);
        ByteArrayOutputStream refusals = new ByteArrayOutputStream();
        boolean prompted = false;
        while (end > 0 && !prompted) {
            refuse(input, position, end, refusals);
            position = end;
            prompted = isPrompt(input, position);
            end = commandEnd(input, position, limit);
        }
        talk.setMemo(position);
        if (refusals.size() > 0) {
            talk.say(refusals.toByteArray());
        }
        if (prompted || limit == INPUT_MAX_BYTES || talk.isInputEnded()) {
            byte[] text = text(input, prompted ? position : limit);
            if (limit > 0) {
                talk.report(Service.TELNET, text, 0, text.length);
            }
            talk.consume(talk.inputLength());
            talk.finish();
        }
    }

    /** Behind the command or byte of text that begins at from, or -1 if it is not complete. */
    private static int commandEnd(byte[] input, int from, int limit) {
        if (from >= limit) {
            return -1;
        }
        if ((input[from] & 0xFF) != IAC) {
            return from + 1;
        }
        if (from + 1 == limit) {
            return -1;
        }
        int command = input[from + 1] & 0xFF;
        if (command == SB) {
            for (int i = from + 2; i + 1 < limit; i++) {
                if ((input[i] & 0xFF) == IAC && (input[i + 1] & 0xFF) == SE) {
                    return i + 2;
                }
            }
            return -1;
        }
        int length = command > SB && command < IAC ? 3 : 2;
        return from + length <= limit ? from + length : -1;
    }

    private static void refuse(byte[] input, int from, int end, ByteArrayOutputStream refusals) {
        int command = end - from == 3 ? input[from + 1] & 0xFF : 0;
        if (command == DO || command == WILL) {
            refusals.write(IAC);
            refusals.write(command == DO ? WONT : DONT);
            refusals.write(input[from + 2]);
        }
    }

    private static boolean isPrompt(byte[] input, int end) {
        for (String each : PROMPTS) {
            int from = end - each.length();
            if (from >= 0 && Text.startsWithIgnoringCase(input, from, end, each)) {
                return true;
            }
        }
        return false;
    }

    /** The input without commands and NULs. */
    private static byte[] text(byte[] input, int limit) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int position = 0;
        while (position < limit) {
            int end = commandEnd(input, position, limit);
            if ((input[position] & 0xFF) != IAC) {
                if (input[position] != 0) {
                    text.write(input[position]);
                }
            } else if (end == position + 2 && (input[position + 1] & 0xFF) == IAC) {
                text.write(IAC);
            }
            position = end < 0 ? limit : end;
        }
        return text.toByteArray();
    }
}
