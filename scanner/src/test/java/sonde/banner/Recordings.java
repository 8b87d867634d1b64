// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What servers have sent, as the tests of binary protocols keep it. */
final class Recordings {

    private Recordings() {}

    /** Bytes of hexadecimal text; lines are joined. */
    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** Bytes as {@link FakeTalk#said} keeps them. */
    static String said(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** That first bytes are taken for the protocol, once enough of them are there. */
    static void assertRecognised(BannerProtocol protocol, byte[] answer, int bytesNeeded) {
        for (int length = 1; length <= answer.length; length++) {
            Match expected = length < bytesNeeded ? Match.PARTIAL : Match.YES;
            assertEquals(expected, protocol.match(answer, length), length + " bytes");
        }
    }

    /** That the text of another protocol is not taken for this one. */
    static void assertRefused(BannerProtocol protocol, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(Match.NO, protocol.match(bytes, bytes.length), text);
    }

    /** That texts that servers begin with are not taken for this protocol. */
    static void assertRefusesText(BannerProtocol protocol) {
        assertRefused(protocol, "HTTP/1.1 400 Bad Request\r\n\r\n");
        assertRefused(protocol, "SSH-2.0-OpenSSH_9.2\r\n");
        assertRefused(protocol, "220 mail.example.com ESMTP\r\n");
        assertRefused(protocol, "\u0015\u0003\u0001\u0000\u0002\u0002\u0028");
        assertRefused(protocol, "\u00ff\u00fd\u0018\u00ff\u00fd\u0020login: ");
    }
}
