// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AMQP 0-9-1: the protocol header, answered by Connection.Start, in which the broker names itself,
 * or by the header of the protocol that it does speak.
 */
final class Amqp implements BannerProtocol {

    private static final byte[] NAME = "AMQP".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HELLO = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    /** A frame: method, channel 0, size. */
    private static final byte[] FRAME = {1, 0, 0};

    /** Class connection, method start. */
    private static final int CONNECTION_START = 10 << 16 | 10;

    /** Class, method, major and minor version. */
    private static final int START_MIN_BYTES = 6;

    /** No Connection.Start is longer than a conversation can take in. */
    private static final int FRAME_MAX_BYTES = 1 << 16;

    private static final List<String> PROPERTIES =
            List.of("product", "version", "platform", "cluster_name");

    private static final int STEP_FIRST = 0;
    private static final int STEP_AGAIN = 1;
    private static final int STEP_ANSWER = 2;

    @Override
    public String name() {
        return "amqp";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {5672};
    }

    @Override
    public byte[] hello(Talk talk) {
        return HELLO.clone();
    }

    @Override
    public Match matchAnswer(byte[] input, int length) {
        // A server that echoes all would look like a broker.
        boolean isEcho = ByteReader.begins(input, length, HELLO) == Match.YES;
        return isEcho ? Match.NO : match(input, length);
    }

    @Override
    public Match match(byte[] input, int length) {
        Match header = ByteReader.begins(input, length, NAME);
        if (header != Match.NO) {
            if (length < HELLO.length) {
                return Match.PARTIAL;
            }
            return length > HELLO.length ? Match.NO : Match.YES;
        }
        Match frame = ByteReader.begins(input, length, FRAME);
        if (frame != Match.YES) {
            return frame;
        }
        ByteReader reader = new ByteReader(input, length);
        reader.skip(FRAME.length);
        long size = reader.u32();
        if (size > FRAME_MAX_BYTES) {
            return Match.NO;
        }
        long method = reader.u32();
        if (reader.isShort()) {
            return Match.PARTIAL;
        }
        return method == CONNECTION_START ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == STEP_AGAIN) {
            talk.say(hello(talk));
            talk.setStep(STEP_ANSWER);
            return;
        }
        ByteReader reader = ByteReader.of(talk);
        Facts facts = new Facts();
        if (reader.left() == 0) {
            endSilently(talk);
            return;
        }
        if (reader.peek() == NAME[0]) {
            if (reader.left() < HELLO.length && !talk.isInputEnded()) {
                return;
            }
            // A broker of our version that did not like another hello: it will like ours.
            boolean isOurs = ByteReader.begins(talk.input(), reader.left(), HELLO) == Match.YES;
            if (isOurs && talk.step() == STEP_FIRST && talk.reconnect(STEP_AGAIN)) {
                return;
            }
            if (reader.left() < HELLO.length) {
                Raw.finish(talk, Service.AMQP);
                return;
            }
            describeHeader(reader, facts);
        } else {
            reader.skip(FRAME.length);
            long size = reader.u32();
            if ((reader.isShort() || reader.left() < size) && !talk.isInputEnded()) {
                return;
            }
            ByteReader start = reader.take(Math.min(size, reader.left()));
            if (start.left() < START_MIN_BYTES) {
                Raw.finish(talk, Service.AMQP, reader.position());
                return;
            }
            describeStart(start, facts);
        }
        talk.report(Service.AMQP, facts.toString());
        talk.finish();
    }

    /** A broker that sent our own version, and then nothing to our hello, still speaks it. */
    private static void endSilently(Talk talk) {
        if (talk.isInputEnded()) {
            if (talk.step() == STEP_ANSWER) {
                Facts facts = new Facts();
                describeHeader(new ByteReader(HELLO, HELLO.length), facts);
                talk.report(Service.AMQP, facts.toString());
            }
            talk.finish();
        }
    }

    /**
     * What follows the name: 0, major, minor, revision; in AMQP 1.0 the first is another number.
     */
    private static void describeHeader(ByteReader reader, Facts facts) {
        reader.skip(NAME.length);
        int kind = reader.u8();
        String version = reader.u8() + "-" + reader.u8() + "-" + reader.u8();
        facts.put("protocol", version);
        if (kind != 0) {
            facts.put("layer", kind);
        }
    }

    private static void describeStart(ByteReader frame, Facts facts) {
        frame.skip(4);
        facts.put("protocol", frame.u8() + "-" + frame.u8());
        Map<String, String> properties = readTable(frame.take(frame.u32()));
        for (String property : PROPERTIES) {
            facts.put(property, properties.getOrDefault(property, ""));
        }
        facts.put("mechanisms", words(frame));
        facts.put("locales", words(frame));
    }

    private static List<String> words(ByteReader frame) {
        return Arrays.asList(frame.text(frame.u32()).split(" ", -1));
    }

    /** The texts of a table; AMQP 0-9-1, 4.2.5.5, with the value types that brokers use. */
    private static Map<String, String> readTable(ByteReader table) {
        Map<String, String> texts = new LinkedHashMap<>();
        while (table.left() > 0) {
            String key = table.text(table.u8());
            int type = table.u8();
            switch (type) {
                case 'S' -> texts.put(key, table.text(table.u32()));
                case 'F', 'A', 'x' -> table.skip(table.u32());
                case 't', 'b', 'B' -> table.skip(1);
                case 's', 'u', 'U' -> table.skip(2);
                case 'I', 'i', 'f' -> table.skip(4);
                case 'D' -> table.skip(5);
                case 'l', 'L', 'd', 'T' -> table.skip(8);
                case 'V' -> {
                    // Takes no bytes.
                }
                default -> table.skip(-1);
            }
        }
        return texts;
    }
}
