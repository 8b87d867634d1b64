// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** IMAP (RFC 9051): greeting, capabilities, and TLS by STARTTLS. */
final class Imap extends Dialogue {

    private static final int CAPABILITIES = 1;
    private static final int TLS = 2;

    @Override
    public String name() {
        return "imap";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {143};
    }

    @Override
    public Match match(byte[] input, int length) {
        return Text.match(input, length, "* OK", "* PREAUTH", "* BYE", "* BAD");
    }

    @Override
    Service service(Talk talk) {
        return Service.IMAP;
    }

    @Override
    int replyEnd(Talk talk, byte[] input, int from, int end) {
        return Text.lineEnd(input, from, end);
    }

    /** Lines without our tag are data, or answers to what another protocol said. */
    @Override
    Next onReply(Talk talk, byte[] input, int from, int end) {
        if (Text.startsWith(input, from, end, "* BYE")) {
            return Next.FINISH;
        }
        return switch (talk.step()) {
            case CAPABILITIES -> onCapabilities(talk, input, from, end);
            case TLS -> onTls(input, from, end);
            default -> {
                say(talk, "a1 CAPABILITY");
                talk.setStep(CAPABILITIES);
                yield Next.LISTEN;
            }
        };
    }

    /** The list is data in front of the tagged line. */
    private static Next onCapabilities(Talk talk, byte[] input, int from, int end) {
        if (!Text.startsWith(input, from, end, "a1 ")) {
            return Next.LISTEN;
        }
        if (!Text.containsAny(input, 0, from, "starttls")) {
            return Next.FINISH;
        }
        say(talk, "a2 STARTTLS");
        talk.setStep(TLS);
        return Next.LISTEN;
    }

    private static Next onTls(byte[] input, int from, int end) {
        if (!Text.startsWith(input, from, end, "a2 ")) {
            return Next.LISTEN;
        }
        return Text.startsWith(input, from, end, "a2 OK") ? Next.START_TLS : Next.FINISH;
    }
}
