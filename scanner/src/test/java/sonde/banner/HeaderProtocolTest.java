// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;

/** RTSP and SIP. */
class HeaderProtocolTest {

    @Test
    void rtspReportsHeader() {
        FakeTalk talk = new FakeTalk(new Rtsp());
        String header = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE";
        talk.receive(header + "\r\n\r\n");
        assertEquals(header, talk.reported(Service.RTSP));
        assertTrue(talk.finished);
    }

    @Test
    void sipReportsHeader() {
        FakeTalk talk = new FakeTalk(new Sip());
        String header = "SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\nServer: lab";
        talk.receive(header + "\r\n\r\n");
        assertEquals(header, talk.reported(Service.SIP));
        assertTrue(talk.finished);
    }

    @Test
    void hellosAreCompleteRequests() {
        FakeTalk talk = new FakeTalk(new Sip());
        String sip = new String(new Sip().hello(talk), StandardCharsets.US_ASCII);
        assertTrue(sip.startsWith("OPTIONS sip:198.18.0.7 SIP/2.0\r\nVia: SIP/2.0/TCP "), sip);
        assertTrue(sip.endsWith("\r\nContent-Length: 0\r\n\r\n"), sip);
        String rtsp = new String(new Rtsp().hello(talk), StandardCharsets.US_ASCII);
        assertTrue(rtsp.startsWith("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n"), rtsp);
        assertTrue(rtsp.endsWith("\r\n\r\n"), rtsp);
    }
}
