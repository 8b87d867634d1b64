// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

/** Answers are put together as the protocol's public description says. */
class MinecraftTest {

    private static final String VERSION = "{\"version\":{\"name\":\"1.20.4\",\"protocol\":765}";

    private final Minecraft minecraft = new Minecraft();

    private static byte[] status(String json) {
        ByteWriter packet = new ByteWriter().u8(0).bytes(varint(json.length())).text(json);
        return new ByteWriter().bytes(varint(packet.length())).bytes(packet.toBytes()).toBytes();
    }

    private static byte[] varint(int value) {
        return value < 0x80
                ? new byte[] {(byte) value}
                : new byte[] {(byte) (value | 0x80), (byte) (value >>> 7)};
    }

    private String report(String json) {
        FakeTalk talk = new FakeTalk(minecraft).receive(status(json));
        assertTrue(talk.finished);
        return String.valueOf(talk.reported(Service.MINECRAFT));
    }

    @Test
    void asksTheStatusOfTheNamedHost() {
        FakeTalk talk = new FakeTalk(minecraft);
        talk.port = 25565;
        talk.hostName = "mc.example.com";
        byte[] hello = minecraft.hello(talk);
        assertEquals(hello.length - 3, hello[0]);
        assertTrue(Recordings.said(hello).endsWith("mc.example.com\u0063\u00dd\u0001\u0001\0"));
        talk.hostName = "x".repeat(300);
        assertTrue(Recordings.said(minecraft.hello(talk)).contains("198.18.0.7"));
    }

    @Test
    void recognisesTheStatus() {
        Recordings.assertRecognised(minecraft, status(VERSION + "}"), 5);
        Recordings.assertRecognised(minecraft, status(VERSION + " ".repeat(500) + "}"), 7);
        Recordings.assertRefusesText(minecraft);
    }

    @Test
    void reportsTheStatusHoweverItArrives() {
        String json = VERSION + " ".repeat(500) + "}";
        assertEquals(json, report(json));
        FakeTalk pieces = new FakeTalk(minecraft).receiveByteByByte(status(json));
        assertEquals(json, pieces.reported(Service.MINECRAFT));
    }

    @Test
    void leavesThePictureOut() {
        String picture = "\"favicon\":\"data:image/png;base64,AAAA\"";
        assertEquals(VERSION + ",\"x\":1}", report(VERSION + "," + picture + ",\"x\":1}"));
        assertEquals(VERSION + "}", report(VERSION + "," + picture + "}"));
        assertEquals("{\"x\":1}", report("{" + picture + ",\"x\":1}"));
        assertEquals("{\"favicon\":", report("{\"favicon\":"));
    }
}
