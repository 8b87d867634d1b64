// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Against what telnetd of inetutils 2.4 sends. */
class TelnetTest {

    private final Telnet telnet = new Telnet();
    private final FakeTalk talk = new FakeTalk(telnet);

    @Test
    void refusesOptionsAndReportsTextUpToThePrompt() {
        talk.receive("\u00ff\u00fb%\u00ff\u00fb&\u00ff\u00fd\u0018");
        assertEquals(List.of("\u00ff\u00fe%\u00ff\u00fe&\u00ff\u00fc\u0018"), talk.said);
        talk.receive("\u00ff\u00fd\u0000\r\nLinux 6.18 (pts/0)\r\n\r\n");
        talk.receive("\u00ff\u00fb\u0003vm login: ");
        assertEquals("\r\nLinux 6.18 (pts/0)\r\n\r\nvm login:", talk.reported(Service.TELNET));
        assertTrue(talk.finished);
    }

    @Test
    void answersNoRefusals() {
        talk.receive("\u00ff\u00fe\u0001\u00ff\u00fc\u0003\u00ff\u00f6");
        assertEquals(List.of(), talk.said);
        assertFalse(talk.isOver());
    }

    @Test
    void subnegotiationIsNoText() {
        talk.receive("a\u00ff\u00fa\u0018\u0001x\u00ff\u00f0b\u00ff\u00ffc").end();
        assertEquals("ab\u00ffc", talk.reported(Service.TELNET));
    }

    @Test
    void openLineWithPromptMayBeTelnet() {
        assertEquals(Match.YES, match("\u00ff\u00fd\u0018"));
        assertEquals(Match.WEAK, match("\r\nUser Access Verification\r\n\r\nUsername: "));
        assertEquals(Match.PARTIAL, match("Debian"));
        assertEquals(Match.NO, match("Welcome. Last login: today\r\n"));
        assertEquals(Match.NO, match("\u0003\u0000\u0000\u000b"));
        assertEquals(Match.NO, match("\u00ff\u0041"));
    }

    private Match match(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return telnet.match(bytes, bytes.length);
    }
}
