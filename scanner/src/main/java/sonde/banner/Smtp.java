// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * SMTP (RFC 5321): greeting, capabilities, and TLS by STARTTLS (RFC 3207). FTP servers greet in the
 * same way. Where the greeting doesn't tell them apart, the answer to EHLO does, or else that to
 * FEAT; what turns out to be FTP is reported as such.
 */
final class Smtp extends CodedDialogue {

    /** What SMTP servers write into their greetings. */
    static final String[] WORDS = {
        "smtp", "postfix", "exim", "sendmail", "mailenable", "mdaemon", "qmail", "haraka"
    };

    private static final String[] CODES = {"220", "421", "521", "554"};
    private static final String[] NO_WORDS = {};

    private static final int CAPABILITIES = 1;
    private static final int TLS = 2;

    @Override
    public String name() {
        return "smtp";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {25, 587, 2525};
    }

    @Override
    public Match match(byte[] input, int length) {
        return matchGreeting(input, length, CODES, WORDS, NO_WORDS);
    }

    @Override
    Service service(Talk talk) {
        return talk.step() >= Ftp.FEATURES ? Service.FTP : Service.SMTP;
    }

    @Override
    Next onReply(Talk talk, byte[] input, int from, int end) {
        int code = code(input, from, end);
        return switch (talk.step()) {
            case 0 -> onGreeting(talk, input, from, end);
            case CAPABILITIES -> onCapabilities(talk, input, from, end);
            case TLS -> code == 220 ? Next.START_TLS : Next.FINISH;
            case Ftp.FEATURES ->
                    code == 250
                            ? onCapabilities(talk, input, from, end)
                            : Ftp.onLaterReply(talk, input, from, end);
            default -> Ftp.onLaterReply(talk, input, from, end);
        };
    }

    private static Next onGreeting(Talk talk, byte[] input, int from, int end) {
        if (code(input, from, end) != 220) {
            return Next.FINISH;
        }
        say(talk, "EHLO sonde");
        talk.setStep(CAPABILITIES);
        return Next.LISTEN;
    }

    /**
     * Refusals of EHLO don't end the wait for its answer: they may be of the hello of another
     * protocol that was said before.
     */
    private static Next onCapabilities(Talk talk, byte[] input, int from, int end) {
        int code = code(input, from, end);
        if (code == 250) {
            if (!Text.containsAny(input, from, end, "starttls")) {
                talk.setStep(CAPABILITIES);
                return Next.FINISH;
            }
            say(talk, "STARTTLS");
            talk.setStep(TLS);
            return Next.LISTEN;
        }
        if (code == 421 || code == 221) {
            return Next.FINISH;
        }
        boolean certain = Text.containsAny(input, 0, Text.lineEnd(input, 0, end), WORDS);
        if (!certain && code >= 500) {
            say(talk, "FEAT");
            talk.setStep(Ftp.FEATURES);
        }
        return Next.LISTEN;
    }
}
