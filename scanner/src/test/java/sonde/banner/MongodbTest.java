// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.Map;

/** Answers are put together as the MongoDB wire protocol and BSON 1.1 say. */
class MongodbTest {

    private static final int ID_HELLO = 0x534F4E44;
    private static final int ID_BUILD_INFO = 0x534F4E45;

    private final Mongodb mongodb = new Mongodb();

    private static ByteWriter number(ByteWriter document, String key, int value) {
        return document.u8(0x10).textAndNul(key).u32le(value);
    }

    private static ByteWriter text(ByteWriter document, String key, String value) {
        return document.u8(0x02).textAndNul(key).u32le(value.length() + 1).textAndNul(value);
    }

    private static byte[] document(ByteWriter elements) {
        return new ByteWriter()
                .u32le(elements.length() + 5)
                .bytes(elements.toBytes())
                .u8(0)
                .toBytes();
    }

    /** OP_REPLY. */
    private static byte[] reply(int answered, byte[] document) {
        return new ByteWriter()
                .u32le(36 + document.length)
                .u32le(99)
                .u32le(answered)
                .u32le(1)
                .u32le(8)
                .u64le(0)
                .u32le(0)
                .u32le(1)
                .bytes(document)
                .toBytes();
    }

    /** OP_MSG. */
    private static byte[] message(int answered, byte[] document) {
        return new ByteWriter()
                .u32le(21 + document.length)
                .u32le(99)
                .u32le(answered)
                .u32le(2013)
                .u32le(0)
                .u8(0)
                .bytes(document)
                .toBytes();
    }

    private static byte[] hello(int maxWireVersion) {
        ByteWriter hosts = text(text(new ByteWriter(), "0", "a:27017"), "1", "b:27017");
        ByteWriter elements = new ByteWriter();
        elements.u8(0x08).textAndNul("ismaster").u8(1);
        elements.u8(0x03).textAndNul("topologyVersion").bytes(document(new ByteWriter()));
        elements.u8(0x07).textAndNul("id").zeros(12);
        elements.u8(0x04).textAndNul("hosts").bytes(document(hosts));
        elements.u8(0x09).textAndNul("localTime").u64le(1_700_000_000_000L);
        elements.u8(0x01).textAndNul("ok").u64le(Double.doubleToLongBits(1.0));
        text(elements, "setName", "rs0");
        number(elements, "maxWireVersion", maxWireVersion);
        return reply(ID_HELLO, document(elements));
    }

    private static byte[] version() {
        return document(text(new ByteWriter(), "version", "7.0.5"));
    }

    @Test
    void recognisesAnswersToItsQuestionOnly() {
        Recordings.assertRecognised(mongodb, hello(21), 16);
        Recordings.assertRefusesText(mongodb);
        byte[] question = mongodb.hello(new FakeTalk(mongodb));
        assertEquals(Match.NO, mongodb.match(question, question.length));
        byte[] other = reply(1, version());
        assertEquals(Match.NO, mongodb.match(other, other.length));
    }

    @Test
    void itsMessagesAreAsLongAsTheySay() {
        FakeTalk talk = new FakeTalk(mongodb).receive(hello(21));
        byte[] hello = mongodb.hello(talk);
        assertEquals(hello.length, hello[0]);
        assertEquals(talk.said.getFirst().length(), talk.said.getFirst().charAt(0));
        assertEquals(16 + 4 + 11 + 8 + 19, hello.length);
    }

    @Test
    void asksForTheVersionToo() {
        FakeTalk talk =
                new FakeTalk(mongodb)
                        .receiveByteByByte(hello(21))
                        .receiveByteByByte(message(ID_BUILD_INFO, version()));
        assertEquals(
                "maxWireVersion=21 setName=rs0 hosts=a:27017,b:27017 version=7.0.5",
                talk.reported(Service.MONGODB));
        assertEquals(2013, talk.said.getFirst().charAt(12) | talk.said.getFirst().charAt(13) << 8);
        assertTrue(talk.finished);
    }

    @Test
    void asksOldServersInTheOldWay() {
        FakeTalk talk = new FakeTalk(mongodb).receive(hello(5));
        assertEquals(2004, talk.said.getFirst().charAt(12) | talk.said.getFirst().charAt(13) << 8);
        talk.receive(reply(ID_BUILD_INFO, version()));
        assertTrue(String.valueOf(talk.reported(Service.MONGODB)).endsWith("version=7.0.5"));
    }

    @Test
    void reportsThatALoginIsNeeded() {
        byte[] error = document(text(new ByteWriter(), "errmsg", "requires authentication"));
        FakeTalk talk =
                new FakeTalk(mongodb).receive(hello(21)).receive(message(ID_BUILD_INFO, error));
        assertTrue(
                String.valueOf(talk.reported(Service.MONGODB))
                        .endsWith("error=\"requires authentication\""));
    }

    @Test
    void keepsWhatItHasWhenTheServerIsSilent() {
        FakeTalk talk = new FakeTalk(mongodb).receive(hello(21)).end();
        assertEquals(
                "maxWireVersion=21 setName=rs0 hosts=a:27017,b:27017",
                talk.reported(Service.MONGODB));
    }

    @Test
    void readsDocumentsOnlyAsFarAsTheyReach() {
        byte[] bytes = document(text(number(new ByteWriter(), "a", 1), "b", "text"));
        for (int length = 0; length <= bytes.length; length++) {
            bytes[0] = (byte) length;
            Map<String, String> elements = Bson.read(new ByteReader(bytes, length));
            assertTrue(elements.size() <= 2);
        }
        bytes[0] = (byte) bytes.length;
        assertEquals("{a=1, b=text}", Bson.read(new ByteReader(bytes, bytes.length)).toString());
        assertNull(Bson.read(new ByteReader(new byte[] {-1, -1, -1, -1, 1}, 5)).get(""));
    }
}
