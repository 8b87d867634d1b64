// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * SSH (RFC 4253): the version line; in deep conversations the algorithms that the server offers
 * (section 7.1), as {@code kex=a,b;hostkey=c;...} in the server's order.
 */
final class Ssh implements BannerProtocol {

    private static final byte[] VERSION = Text.ascii("SSH-2.0-Sonde\r\n");

    /** RFC 4253, section 4.2, allows 255 bytes; some servers write more. */
    private static final int LINE_MAX_BYTES = 1024;

    /** What any server must be able to take, RFC 4253, section 6.1; bytes. */
    private static final int PACKET_MAX_BYTES = 35_000;

    private static final int LENGTH_BYTES = 4;
    private static final int KEXINIT = 20;

    /** Padding length, message number, random cookie. */
    private static final int LISTS_OFFSET = 1 + 1 + 16;

    /** The lists of a KEXINIT but the last two, which are languages. */
    private static final List<String> LIST_NAMES =
            List.of(
                    "kex",
                    "hostkey",
                    "cipher_in",
                    "cipher_out",
                    "mac_in",
                    "mac_out",
                    "compression_in",
                    "compression_out");

    private static final int ALGORITHMS = 1;

    @Override
    public String name() {
        return "ssh";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {22, 2222};
    }

    /** OpenSSH refuses with a line of its own when it is busy, or tired of us. */
    @Override
    public Match match(byte[] input, int length) {
        return Text.match(
                input,
                length,
                "SSH-1.",
                "SSH-2.",
                "Exceeded MaxStartups",
                "Not allowed at this time",
                "Protocol mismatch.",
                "Invalid SSH identification string.");
    }

    @Override
    public byte[] hello(Talk talk) {
        return new byte[0];
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == 0 && !readVersion(talk)) {
            return;
        }
        readAlgorithms(talk);
    }

    /** Whether the conversation goes on. */
    private static boolean readVersion(Talk talk) {
        byte[] input = talk.input();
        int limit = Math.min(talk.inputLength(), LINE_MAX_BYTES);
        int lineEnd = Text.lineEnd(input, 0, limit);
        if (lineEnd < 0) {
            if (limit < LINE_MAX_BYTES && !talk.isInputEnded()) {
                return false;
            }
            lineEnd = limit;
        }
        int trimmed = Text.trimmedEnd(input, 0, lineEnd);
        if (lineEnd > 0) {
            talk.report(Service.SSH, input, 0, trimmed == 0 ? lineEnd : trimmed);
        }
        boolean isVersion2 =
                Text.startsWith(input, 0, trimmed, "SSH-2.")
                        || Text.startsWith(input, 0, trimmed, "SSH-1.99");
        talk.consume(lineEnd);
        if (!talk.options().deep || !isVersion2) {
            talk.finish();
            return false;
        }
        talk.say(VERSION);
        talk.setStep(ALGORITHMS);
        return true;
    }

    private static void readAlgorithms(Talk talk) {
        ByteBuffer packet = ByteBuffer.wrap(talk.input(), 0, talk.inputLength()).slice();
        boolean hasLength = packet.remaining() >= LENGTH_BYTES;
        int length = hasLength ? packet.getInt() : LISTS_OFFSET;
        boolean hopeless = length < LISTS_OFFSET || length > PACKET_MAX_BYTES;
        boolean complete = hasLength && packet.remaining() >= length;
        if (!hopeless && complete) {
            algorithms(packet.slice(LENGTH_BYTES, length))
                    .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                    .ifPresent(text -> talk.report(Service.SSH_KEX, text, 0, text.length));
        }
        if (hopeless || complete || talk.isInputEnded()) {
            talk.consume(talk.inputLength());
            talk.finish();
        }
    }

    private static Optional<String> algorithms(ByteBuffer packet) {
        if (packet.get(1) != KEXINIT) {
            return Optional.empty();
        }
        packet.position(LISTS_OFFSET);
        StringBuilder text = new StringBuilder();
        for (String each : LIST_NAMES) {
            int length = packet.remaining() < LENGTH_BYTES ? -1 : packet.getInt();
            if (length < 0 || length > packet.remaining()) {
                return Optional.empty();
            }
            byte[] list = new byte[length];
            packet.get(list);
            text.append(text.isEmpty() ? "" : ";").append(each).append('=');
            text.append(new String(list, StandardCharsets.ISO_8859_1));
        }
        return Optional.of(text.toString());
    }
}
