// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

class VncTest {

    private static final String VERSION = "RFB 003.008\n";

    private final Vnc vnc = new Vnc();

    private FakeTalk deepTalk() {
        FakeTalk talk = new FakeTalk(vnc);
        talk.options.deep = true;
        return talk;
    }

    @Test
    void recognisesTheVersion() {
        byte[] version = VERSION.getBytes(StandardCharsets.US_ASCII);
        Recordings.assertRecognised(vnc, version, version.length);
        Recordings.assertRefusesText(vnc);
        Recordings.assertRefused(vnc, "RFB is a protocol");
    }

    /** TigerVNC 1.12. */
    @Test
    void reportsTheKindsOfSecurity() {
        FakeTalk talk = new FakeTalk(vnc).receive(VERSION).receive("\u0001\u0002");
        assertEquals("RFB 003.008", talk.reported(Service.VNC));
        assertEquals("security=vnc", talk.reported(Service.VNC_INFO));
        assertEquals(List.of(VERSION), talk.said);
        assertTrue(talk.finished);
    }

    /** TigerVNC 1.12. */
    @Test
    void readsTheDesktopThatIsOpenToAll() {
        byte[] init =
                Recordings.hex(
                        "028001e02018000100ff00ff00ff1008000000000000000b4c6162204465736b746f70");
        FakeTalk talk =
                deepTalk()
                        .receive(VERSION)
                        .receive("\u0001\u0001")
                        .receive("\0\0\0\0")
                        .receiveByteByByte(init);
        assertEquals(List.of(VERSION, "\u0001", "\u0001"), talk.said);
        assertEquals("size=640x480 name=\"Lab Desktop\"", talk.reports.getLast().text());
        assertTrue(talk.finished);
    }

    @Test
    void speaksTheOldVersion() {
        FakeTalk talk =
                deepTalk()
                        .receive("RFB 003.003\n")
                        .receive("\0\0\0\u0001")
                        .receive("\0\u0010\0\u0020" + "\0".repeat(16) + "\0\0\0\u0002ab");
        assertEquals(List.of("RFB 003.003\n", "\u0001"), talk.said);
        assertEquals("size=16x32 name=ab", talk.reports.getLast().text());
    }

    @Test
    void answersStrangeVersionsWithTheNewest() {
        assertEquals(List.of(VERSION), new FakeTalk(vnc).receive("RFB 003.889\n").said);
        assertEquals(List.of("RFB 003.007\n"), new FakeTalk(vnc).receive("RFB 003.007\n").said);
        assertEquals(List.of("RFB 003.003\n"), new FakeTalk(vnc).receive("RFB 003.005\n").said);
    }

    @Test
    void reportsWhyTheServerRefuses() {
        FakeTalk talk = new FakeTalk(vnc).receive(VERSION).receive("\0\0\0\0\u0004busy");
        assertEquals("error=busy", talk.reported(Service.VNC_INFO));
        FakeTalk old =
                new FakeTalk(vnc).receive("RFB 003.003\n").receive("\0\0\0\0\0\0\0\u0004busy");
        assertEquals(talk.reported(Service.VNC_INFO), old.reported(Service.VNC_INFO));
        FakeTalk hostile =
                new FakeTalk(vnc).receive(VERSION).receive("\0\u00ff\u00ff\u00ff\u00ffb").end();
        assertEquals(1, hostile.reports.size());
        assertTrue(hostile.finished);
    }
}
