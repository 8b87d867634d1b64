// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

class RdpTest {

    /** xrdp 0.9. */
    private static final byte[] ANSWER = Recordings.hex("030000130ed000001234000201080001000000");

    private final Rdp rdp = new Rdp();

    private String report(String answer) {
        return String.valueOf(
                new FakeTalk(rdp).receive(Recordings.hex(answer)).reported(Service.RDP));
    }

    @Test
    void offersTlsAndCredSsp() {
        byte[] hello = rdp.hello(new FakeTalk(rdp));
        assertEquals(hello.length, hello[3]);
        assertEquals(hello.length - 5, hello[4]);
        assertEquals(3, hello[hello.length - 4]);
    }

    @Test
    void recognisesConfirms() {
        Recordings.assertRecognised(rdp, ANSWER, 6);
        Recordings.assertRefusesText(rdp);
        byte[] request = rdp.hello(new FakeTalk(rdp));
        assertEquals(Match.NO, rdp.match(request, request.length));
    }

    @Test
    void reportsWhatTheServerChose() {
        assertEquals("NLA-unused protocol=tls", report("030000130ed000001234000201080001000000"));
        assertEquals(
                "NLA-supported protocol=credssp restricted-admin",
                report("030000130ed000001234000208080002000000"));
        assertEquals("NLA-unused protocol=rdp", report("0300000b06d00000123400"));
    }

    @Test
    void reportsFailures() {
        assertEquals(
                "NLA-unsupported reason=hybrid-required",
                report("030000130ed000001234000300080005000000"));
        assertEquals(
                "failure reason=ssl-not-allowed", report("030000130ed000001234000300080002000000"));
        assertEquals("failure reason=4294967295", report("030000130ed0000012340003000800ffffffff"));
    }

    /** xrdp 0.9, to a hello of another protocol. */
    @Test
    void asksAgainOnAnotherConnectionWhereItWasRefusedForOthersWords() {
        byte[] ultimatum = Recordings.hex("0300000902f0802180");
        Recordings.assertRecognised(rdp, ultimatum, 8);
        FakeTalk talk = new FakeTalk(rdp);
        talk.reconnectsMax = 1;
        talk.receive(ultimatum);
        assertEquals(1, talk.reconnects.size());
        assertEquals(1, talk.said.size());
        assertEquals(
                "NLA-unused protocol=tls",
                String.valueOf(talk.receive(ANSWER).reported(Service.RDP)));
        assertEquals("refused", report("0300000902f0802180"));
    }

    @Test
    void goesOnWithTlsWhereItMayGoDeep() {
        FakeTalk deep = new FakeTalk(rdp);
        deep.options.deep = true;
        assertTrue(deep.receiveByteByByte(ANSWER).tlsStarted);
        FakeTalk shallow = new FakeTalk(rdp).receive(ANSWER);
        assertFalse(shallow.tlsStarted);
        assertTrue(shallow.finished);
    }
}
