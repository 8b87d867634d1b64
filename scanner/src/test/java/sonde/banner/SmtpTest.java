// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Against what Exim 4.96 sends, and vsftpd 3.0.3 with a greeting that says nothing. */
class SmtpTest {

    private static final String GREETING = "220 mail.example.com ESMTP Exim 4.96\r\n";
    private static final String CAPABILITIES =
            "250-mail.example.com Hello sonde [198.18.0.1]\r\n250-SIZE 52428800\r\n"
                    + "250-STARTTLS\r\n250 HELP\r\n";

    private final Smtp smtp = new Smtp();
    private final FakeTalk talk = new FakeTalk(smtp);

    @Test
    void reportsDialogueAndStartsTls() {
        talk.receive(GREETING).receive(CAPABILITIES).receive("220 TLS go ahead\r\n");
        assertEquals(List.of("EHLO sonde\r\n", "STARTTLS\r\n"), talk.said);
        assertEquals(
                List.of(
                        new FakeTalk.Report(
                                Service.SMTP, GREETING + CAPABILITIES + "220 TLS go ahead")),
                talk.reports);
        assertTrue(talk.tlsStarted);
    }

    @Test
    void serverWithoutStarttlsIsLeftAlone() {
        talk.receive(GREETING).receive("250-mail.example.com\r\n250 SIZE\r\n");
        assertEquals(List.of("EHLO sonde\r\n"), talk.said);
        assertTrue(talk.finished);
    }

    @Test
    void refusedTlsEndsTheDialogue() {
        talk.receive(GREETING).receive(CAPABILITIES).receive("454 TLS not available\r\n");
        assertTrue(talk.finished);
        assertFalse(talk.tlsStarted);
    }

    @Test
    void refusalsOfAnotherHelloDontHideCapabilities() {
        talk.receive(GREETING + "500 unrecognized command\r\n500 unrecognized command\r\n");
        assertFalse(talk.isOver());
        talk.receive(CAPABILITIES);
        assertEquals(List.of("EHLO sonde\r\n", "STARTTLS\r\n"), talk.said);
    }

    @Test
    void serverThatGreetsWithoutWordsAndKnowsFeaturesIsFtp() {
        assertEquals(Match.WEAK, match("220 Welcome\r\n"));
        talk.receive("220 Welcome\r\n").receive("530 Please login with USER and PASS.\r\n");
        assertEquals(List.of("EHLO sonde\r\n", "FEAT\r\n"), talk.said);
        talk.receive("211-Features:\r\n AUTH TLS\r\n SIZE\r\n211 End\r\n");
        assertEquals(Service.FTP, talk.reports.getFirst().service());
        assertTrue(talk.finished);
    }

    @Test
    void serverThatGreetsWithoutWordsAndAnswersEhloIsSmtp() {
        talk.receive("220 Welcome\r\n").receive("250 hello\r\n");
        assertEquals(Service.SMTP, talk.reports.getFirst().service());
    }

    @Test
    void deepConversationWithFtpServerGoesOnToTls() {
        talk.options.deep = true;
        talk.receive("220 Welcome\r\n").receive("530 Please login with USER and PASS.\r\n");
        talk.receive("211-Features:\r\n AUTH TLS\r\n SIZE\r\n211 End\r\n");
        talk.receive("234 Proceed with negotiation.\r\n");
        assertEquals("AUTH TLS\r\n", talk.said.getLast());
        assertTrue(talk.tlsStarted);
    }

    @Test
    void wordsOfTheGreetingDecide() {
        assertEquals(Match.YES, match(GREETING));
        assertEquals(Match.YES, match("220 ftp.example.com ESMTP\r\n"));
        assertEquals(Match.WEAK, match("220 (vsFTPd 3.0.3)\r\n"));
        assertEquals(Match.PARTIAL, match("220 mail"));
        assertEquals(Match.NO, match("2200 mail\r\n"));
        assertEquals(Match.NO, match("221 ESMTP\r\n"));
    }

    private Match match(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return smtp.match(bytes, bytes.length);
    }
}
