// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * FTP (RFC 959): the greeting; in deep conversations features (RFC 2389), system, and TLS by {@code
 * AUTH TLS} (RFC 4217).
 */
final class Ftp extends CodedDialogue {

    /** What FTP servers write into their greetings; where SMTP's words stand too, those count. */
    static final String[] WORDS = {"ftp", "filezilla", "serv-u"};

    /** FEAT has been said. {@link Smtp} goes on here with servers that turn out to be FTP's. */
    static final int FEATURES = 16;

    private static final int SYSTEM = 17;
    private static final int TLS = 18;

    private static final String[] CODES = {"220", "120", "421", "530", "500"};

    @Override
    public String name() {
        return "ftp";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {21, 2121};
    }

    @Override
    public Match match(byte[] input, int length) {
        return matchGreeting(input, length, CODES, WORDS, Smtp.WORDS);
    }

    @Override
    Service service(Talk talk) {
        return Service.FTP;
    }

    @Override
    Next onReply(Talk talk, byte[] input, int from, int end) {
        return talk.step() == 0
                ? onGreeting(talk, code(input, from, end))
                : onLaterReply(talk, input, from, end);
    }

    static Next onGreeting(Talk talk, int code) {
        if (code == 120) {
            return Next.LISTEN;
        }
        if (code != 220 || !talk.options().deep) {
            return Next.FINISH;
        }
        say(talk, "FEAT");
        talk.setStep(FEATURES);
        return Next.LISTEN;
    }

    static Next onLaterReply(Talk talk, byte[] input, int from, int end) {
        int code = code(input, from, end);
        if (code == 421 || code == 221) {
            return Next.FINISH;
        }
        return switch (talk.step()) {
            case FEATURES -> onFeatures(talk, input, from, end);
            case SYSTEM -> Next.FINISH;
            default -> onTls(code);
        };
    }

    private static Next onFeatures(Talk talk, byte[] input, int from, int end) {
        boolean listed = code(input, from, end) == 211;
        if (!talk.options().deep) {
            return listed || code(input, from, end) == 530 ? Next.FINISH : Next.LISTEN;
        }
        if (listed && !Text.containsAny(input, from, end, "auth")) {
            say(talk, "SYST");
            talk.setStep(SYSTEM);
        } else {
            say(talk, "AUTH TLS");
            talk.setStep(TLS);
        }
        return Next.LISTEN;
    }

    /** Features and refusals may be answers to what was said before; the next reply will tell. */
    private static Next onTls(int code) {
        return switch (code) {
            case 234 -> Next.START_TLS;
            case 211, 500, 530 -> Next.LISTEN;
            default -> Next.FINISH;
        };
    }
}
