// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Against what vsftpd 3.0.3 sends. */
class FtpTest {

    private static final String GREETING = "220 (vsFTPd 3.0.3)\r\n";
    private static final String LOGIN = "530 Please login with USER and PASS.\r\n";

    private final Ftp ftp = new Ftp();
    private final FakeTalk talk = new FakeTalk(ftp);

    @Test
    void reportsGreeting() {
        talk.receive(GREETING);
        assertEquals(List.of(new FakeTalk.Report(Service.FTP, "220 (vsFTPd 3.0.3)")), talk.reports);
        assertTrue(talk.finished);
    }

    @Test
    void reportsGreetingOfSeveralLines() {
        String greeting = "220-FTP of a lab\r\n 220 is no end\r\n220-nor this\r\n220 ready\r\n";
        talk.receive(greeting);
        assertEquals(greeting.strip(), talk.reported(Service.FTP));
    }

    @Test
    void deepConversationAsksFeaturesAndSystem() {
        talk.options.deep = true;
        talk.receive(GREETING);
        talk.receive("211-Features:\r\n EPRT\r\n SIZE\r\n211 End\r\n");
        talk.receive(LOGIN);
        assertEquals(List.of("FEAT\r\n", "SYST\r\n"), talk.said);
        assertTrue(talk.finished);
    }

    @Test
    void deepConversationStartsTls() {
        talk.options.deep = true;
        talk.receive(GREETING);
        talk.receive("211-Features:\r\n AUTH TLS\r\n PBSZ\r\n211 End\r\n");
        talk.receive("234 Proceed with negotiation.\r\n");
        assertEquals(List.of("FEAT\r\n", "AUTH TLS\r\n"), talk.said);
        assertTrue(talk.tlsStarted);
    }

    @Test
    void refusalsOfAnotherHelloDontHideTls() {
        talk.options.deep = true;
        talk.receive(GREETING + LOGIN + LOGIN + LOGIN + LOGIN);
        assertFalse(talk.isOver());
        talk.receive("211-Features:\r\n AUTH TLS\r\n211 End\r\n");
        talk.receive("234 Proceed with negotiation.\r\n");
        assertTrue(talk.tlsStarted);
    }

    @Test
    void mailServersAreNotTaken() {
        assertEquals(Match.YES, match(GREETING));
        assertEquals(Match.WEAK, match("220 ftp.example.com ESMTP\r\n"));
        assertEquals(Match.WEAK, match("220 Welcome\r\n"));
    }

    private Match match(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ftp.match(bytes, bytes.length);
    }
}
