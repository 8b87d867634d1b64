// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** POP3 (RFC 1939): greeting, capabilities (RFC 2449), and TLS by STLS (RFC 2595). */
final class Pop3 extends Dialogue {

    private static final int CAPABILITIES = 1;

    /** STLS has been said. */
    private static final int TLS = 2;

    /** From here on steps count refusals of CAPA, or of what was said before it. */
    private static final int REFUSED = 3;

    @Override
    public String name() {
        return "pop3";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {110};
    }

    @Override
    public Match match(byte[] input, int length) {
        return Text.match(input, length, "+OK ", "+OK\r\n", "-ERR [", "-ERR Unknown command.\r\n");
    }

    @Override
    Service service(Talk talk) {
        return Service.POP;
    }

    /** A line; after CAPA, if it says OK, all lines up to that with a dot alone. */
    @Override
    int replyEnd(Talk talk, byte[] input, int from, int end) {
        int lineEnd = Text.lineEnd(input, from, end);
        boolean isList = talk.step() != 0 && talk.step() != TLS && isOk(input, from, end);
        while (isList && lineEnd >= 0) {
            int next = Text.lineEnd(input, lineEnd, end);
            isList = next < 0 || !isDot(input, lineEnd, next);
            lineEnd = next;
        }
        return lineEnd;
    }

    private static boolean isDot(byte[] input, int from, int end) {
        return input[from] == '.' && Text.trimmedEnd(input, from, end) == from + 1;
    }

    private static boolean isOk(byte[] input, int from, int end) {
        return Text.startsWith(input, from, end, "+OK");
    }

    @Override
    Next onReply(Talk talk, byte[] input, int from, int end) {
        boolean ok = isOk(input, from, end);
        int step = talk.step();
        if (step == 0) {
            if (ok) {
                say(talk, "CAPA");
                talk.setStep(CAPABILITIES);
            }
            return ok ? Next.LISTEN : Next.FINISH;
        }
        if (step == TLS) {
            return ok ? Next.START_TLS : Next.FINISH;
        }
        if (ok) {
            if (!Text.containsAny(input, from, end, "\nstls")) {
                return Next.FINISH;
            }
            say(talk, "STLS");
            talk.setStep(TLS);
            return Next.LISTEN;
        }
        talk.setStep(step == CAPABILITIES ? REFUSED : step + 1);
        return talk.step() < REFUSED + REPROACHES_MAX ? Next.LISTEN : Next.FINISH;
    }
}
