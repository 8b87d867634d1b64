// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.List;

class AmqpTest {

    /** RabbitMQ 3.10. */
    private static final byte[] START =
            Recordings.hex(
                    """
                    010000000001eb000a000a0009000001c60c6361706162696c697469657346000000c7127075626c
                    69736865725f636f6e6669726d7374011a65786368616e67655f65786368616e67655f62696e6469
                    6e677374010a62617369632e6e61636b740116636f6e73756d65725f63616e63656c5f6e6f746966
                    79740112636f6e6e656374696f6e2e626c6f636b6564740113636f6e73756d65725f7072696f7269
                    7469657374011c61757468656e7469636174696f6e5f6661696c7572655f636c6f73657401107065
                    725f636f6e73756d65725f716f7374010f6469726563745f7265706c795f746f74010c636c757374
                    65725f6e616d6553000000047240766d09636f707972696768745300000037436f70797269676874
                    2028632920323030372d3230323220564d776172652c20496e632e206f722069747320616666696c
                    69617465732e0b696e666f726d6174696f6e53000000394c6963656e73656420756e646572207468
                    65204d504c20322e302e20576562736974653a2068747470733a2f2f7261626269746d712e636f6d
                    08706c6174666f726d530000001145726c616e672f4f54502032352e322e330770726f6475637453
                    000000085261626269744d510776657273696f6e5300000006332e31302e380000000e504c41494e
                    20414d51504c41494e00000005656e5f5553ce
                    """);

    private static final String EXPECTED =
            "protocol=0-9 product=RabbitMQ version=3.10.8 platform=\"Erlang/OTP 25.2.3\""
                    + " cluster_name=r@vm mechanisms=PLAIN,AMQPLAIN locales=en_US";

    private static final String HELLO = "AMQP\0\0\u0009\u0001";

    private final Amqp amqp = new Amqp();

    @Test
    void recognisesStartsAndHeaders() {
        Recordings.assertRecognised(amqp, START, 11);
        Recordings.assertRecognised(amqp, Recordings.hex("414d515000010000"), 8);
        Recordings.assertRefusesText(amqp);
    }

    @Test
    void doesNotTakeAnEchoForABroker() {
        byte[] hello = amqp.hello(new FakeTalk(amqp));
        assertEquals(Match.NO, amqp.matchAnswer(hello, hello.length));
        assertEquals(Match.YES, amqp.match(hello, hello.length));
    }

    @Test
    void reportsHowTheBrokerNamesItself() {
        FakeTalk whole = new FakeTalk(amqp).receive(START);
        assertEquals(EXPECTED, whole.reported(Service.AMQP));
        assertTrue(whole.finished);
        assertEquals(whole.reports, new FakeTalk(amqp).receiveByteByByte(START).reports);
    }

    @Test
    void reportsTheProtocolThatTheBrokerSpeaks() {
        FakeTalk talk = new FakeTalk(amqp).receive(Recordings.hex("414d515003010000"));
        assertEquals("protocol=1-0-0 layer=3", talk.reported(Service.AMQP));
    }

    /** RabbitMQ answers the hello of others with the header of its own. */
    @Test
    void beginsAgainWithABrokerThatWasGreetedByAnother() {
        FakeTalk talk = new FakeTalk(amqp);
        talk.reconnectsMax = 1;
        talk.receive(HELLO).receive(START);
        assertEquals(List.of(HELLO), talk.said);
        assertEquals(EXPECTED, talk.reported(Service.AMQP));
    }

    @Test
    void endsOnLengthsThatLie() {
        byte[] lie = START.clone();
        lie[13] = (byte) 0xFF;
        assertEquals("protocol=0-9", new FakeTalk(amqp).receive(lie).reported(Service.AMQP));
    }
}
