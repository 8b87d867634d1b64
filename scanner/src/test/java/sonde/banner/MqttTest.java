// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.List;

/** Answers are those of Mosquitto 2.0. */
class MqttTest {

    private static final byte[] ACCEPTED = {0x20, 2, 0, 0};
    private static final byte[] NOT_AUTHORIZED = {0x20, 2, 0, 5};

    /** That the subscription is taken, and in the same segment the version. */
    private static final byte[] VERSION =
            Recordings.hex(
                    """
                    9003000100312d0013245359532f62726f6b65722f76657273696f6e6d6f7371756974746f207665
                    7273696f6e20322e302e3131
                    """);

    private final Mqtt mqtt = new Mqtt();

    @Test
    void connectsWithoutAName() {
        byte[] expected = Recordings.hex("100c00044d5154540402003c0000");
        assertEquals(Recordings.said(expected), Recordings.said(mqtt.hello(new FakeTalk(mqtt))));
    }

    @Test
    void recognisesTheAnswer() {
        for (int length = 1; length < ACCEPTED.length; length++) {
            assertEquals(Match.PARTIAL, mqtt.matchAnswer(ACCEPTED, length));
        }
        assertEquals(Match.YES, mqtt.matchAnswer(ACCEPTED, 4));
        assertEquals(Match.WEAK, mqtt.match(NOT_AUTHORIZED, 4));
        assertEquals(Match.NO, mqtt.matchAnswer(new byte[] {0x20, 2, 0, 9}, 4));
        Recordings.assertRefusesText(mqtt);
    }

    @Test
    void saysHowItWasTakenAndLeaves() {
        FakeTalk talk = new FakeTalk(mqtt).receiveByteByByte(ACCEPTED);
        assertEquals("accepted", talk.reported(Service.MQTT));
        assertEquals(List.of("\u00e0\0"), talk.said);
        FakeTalk refused = new FakeTalk(mqtt).receive(NOT_AUTHORIZED);
        assertEquals("not-authorized", refused.reported(Service.MQTT));
        assertEquals(List.of(), refused.said);
        assertTrue(refused.finished);
    }

    @Test
    void asksTheVersionWhereItMayGoDeep() {
        FakeTalk talk = new FakeTalk(mqtt);
        talk.options.deep = true;
        talk.receive(ACCEPTED).receiveByteByByte(VERSION);
        assertEquals("accepted version=\"mosquitto version 2.0.11\"", talk.reported(Service.MQTT));
        assertEquals(2, talk.said.size());
        assertTrue(talk.finished);
    }

    @Test
    void keepsWhatItHasWhenTheVersionIsSecret() {
        FakeTalk talk = new FakeTalk(mqtt);
        talk.options.deep = true;
        talk.receive(ACCEPTED).receive(new byte[] {(byte) 0x90, 3, 0, 1, (byte) 0x80}).end();
        assertEquals("accepted", talk.reported(Service.MQTT));
    }
}
