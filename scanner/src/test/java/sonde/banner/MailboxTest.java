// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.List;

/** POP3 and IMAP against what Dovecot 2.3.19 sends. */
class MailboxTest {

    private static final String POP_GREETING = "+OK Dovecot (Debian) ready.\r\n";
    private static final String POP_LIST =
            "+OK\r\nCAPA\r\nTOP\r\nUIDL\r\nPIPELINING\r\nSTLS\r\nSASL PLAIN\r\n.\r\n";
    private static final String UNKNOWN = "-ERR Unknown command.\r\n";
    private static final String IMAP_GREETING =
            "* OK [CAPABILITY IMAP4rev1 ID IDLE STARTTLS AUTH=PLAIN] Dovecot (Debian) ready.\r\n";
    private static final String IMAP_LIST =
            "* CAPABILITY IMAP4rev1 ID IDLE STARTTLS AUTH=PLAIN\r\n"
                    + "a1 OK Pre-login capabilities listed.\r\n";

    @Test
    void popReportsCapabilitiesAndStartsTls() {
        FakeTalk talk = new FakeTalk(new Pop3());
        talk.receive(POP_GREETING).receive(POP_LIST).receive("+OK Begin TLS now.\r\n");
        assertEquals(List.of("CAPA\r\n", "STLS\r\n"), talk.said);
        assertEquals(POP_GREETING + POP_LIST + "+OK Begin TLS now.", talk.reported(Service.POP));
        assertTrue(talk.tlsStarted);
    }

    @Test
    void popRefusalsOfAnotherHelloDontHideCapabilities() {
        FakeTalk talk = new FakeTalk(new Pop3());
        talk.receive(POP_GREETING + UNKNOWN + UNKNOWN + UNKNOWN).receive(POP_LIST);
        assertEquals(List.of("CAPA\r\n", "STLS\r\n"), talk.said);
    }

    @Test
    void popServerThatClosesIsReported() {
        FakeTalk talk = new FakeTalk(new Pop3());
        talk.receive(POP_GREETING + UNKNOWN + "-ERR Too many invalid bad commands.\r\n").end();
        assertTrue(talk.reported(Service.POP).startsWith("+OK Dovecot (Debian) ready."));
        assertTrue(talk.finished);
    }

    @Test
    void popListWithoutTlsEndsTheDialogue() {
        FakeTalk talk = new FakeTalk(new Pop3());
        talk.receive(POP_GREETING).receive("+OK\r\nTOP\r\nUIDL");
        assertFalse(talk.isOver());
        talk.receive("\r\n.\r\n");
        assertEquals(List.of("CAPA\r\n"), talk.said);
        assertTrue(talk.finished);
    }

    @Test
    void imapReportsCapabilitiesAndStartsTls() {
        FakeTalk talk = new FakeTalk(new Imap());
        talk.receive(IMAP_GREETING).receive(IMAP_LIST).receive("a2 OK Begin TLS.\r\n");
        assertEquals(List.of("a1 CAPABILITY\r\n", "a2 STARTTLS\r\n"), talk.said);
        assertEquals(IMAP_GREETING + IMAP_LIST + "a2 OK Begin TLS.", talk.reported(Service.IMAP));
        assertTrue(talk.tlsStarted);
    }

    @Test
    void imapAnswersToAnotherHelloAreNotOurs() {
        FakeTalk talk = new FakeTalk(new Imap());
        talk.receive(IMAP_GREETING + "GET BAD Error in IMAP command.\r\n");
        assertEquals(List.of("a1 CAPABILITY\r\n"), talk.said);
        talk.receive("* BYE Too many invalid IMAP commands.\r\n");
        assertTrue(talk.finished);
    }

    @Test
    void imapRefusedTlsEndsTheDialogue() {
        FakeTalk talk = new FakeTalk(new Imap());
        talk.receive(IMAP_GREETING).receive(IMAP_LIST).receive("a2 BAD no\r\n");
        assertTrue(talk.finished);
        assertFalse(talk.tlsStarted);
    }
}
