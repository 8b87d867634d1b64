// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;
import sonde.wire.Golden;

import java.util.List;

/** Against what OpenSSH 9.2 sends. */
class SshTest {

    private static final String VERSION = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10";

    private final FakeTalk talk = new FakeTalk(new Ssh());

    @Test
    void reportsVersionLine() {
        talk.receive(VERSION + "\r\n");
        assertEquals(List.of(new FakeTalk.Report(Service.SSH, VERSION)), talk.reports);
        assertEquals(List.of(), talk.said);
        assertTrue(talk.finished);
    }

    @Test
    void deepConversationReportsAlgorithms() {
        talk.options.deep = true;
        talk.receive(VERSION + "\r\n");
        assertEquals(List.of("SSH-2.0-Sonde\r\n"), talk.said);
        talk.receive(Golden.frame("openssh-kexinit"));
        String lists = talk.reported(Service.SSH_KEX);
        assertTrue(lists.startsWith("kex=sntrup761x25519-sha512,sntrup761x25519-sha512@"), lists);
        assertTrue(lists.contains(";hostkey=ssh-ed25519;cipher_in=chacha20-poly1305@"), lists);
        assertTrue(lists.endsWith(";compression_out=none,zlib@openssh.com"), lists);
        assertTrue(talk.finished);
    }

    @Test
    void deepConversationEndsWithReproachInsteadOfAlgorithms() {
        talk.options.deep = true;
        talk.receive(VERSION + "\r\nInvalid SSH identification string.\r\n");
        assertEquals(VERSION, talk.reported(Service.SSH));
        assertNull(talk.reported(Service.SSH_KEX));
        assertTrue(talk.finished);
    }

    @Test
    void oldProtocolIsNotAskedForAlgorithms() {
        talk.options.deep = true;
        talk.receive("SSH-1.5-1.2.27\n");
        assertEquals("SSH-1.5-1.2.27", talk.reported(Service.SSH));
        assertTrue(talk.finished);
    }

    @Test
    void listLongerThanThePacketIsNotReported() {
        byte[] packet = Golden.frame("openssh-kexinit");
        packet[22] = 0x7F;
        talk.options.deep = true;
        talk.receive(VERSION + "\r\n").receive(packet);
        assertNull(talk.reported(Service.SSH_KEX));
        assertTrue(talk.finished);
    }
}
