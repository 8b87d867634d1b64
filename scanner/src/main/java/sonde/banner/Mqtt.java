// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * MQTT 3.1.1: connects without a name, so that no client is pushed off, and says how the broker
 * took it. Where it is let in and may go deep, it asks the broker's version.
 */
final class Mqtt implements BannerProtocol {

    // First bytes of packets; MQTT 3.1.1, 2.2.
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x30;
    private static final int SUBSCRIBE = 0x82;
    private static final int DISCONNECT = 0xE0;

    /** The kind of a packet in its first byte. */
    private static final int KIND_MASK = 0xF0;

    /** How many bytes a packet's length may take; MQTT 3.1.1, 2.2.3. */
    private static final int LENGTH_BYTES_MAX = 4;

    private static final int CONNACK_BYTES = 4;
    private static final int LEVEL_3_1_1 = 4;
    private static final int CLEAN_SESSION = 2;
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** Where Mosquitto, and others after it, keep their version. */
    private static final String VERSION_TOPIC = "$SYS/broker/version";

    /** By return code; MQTT 3.1.1, 3.2.2.3. */
    private static final String[] CODES = {
        "accepted",
        "unacceptable-protocol-version",
        "identifier-rejected",
        "server-unavailable",
        "bad-user-name-or-password",
        "not-authorized"
    };

    /** Reason codes of MQTT 5 from here on are errors; some brokers use them in 3.1.1. */
    private static final int REASON_ERROR_MIN = 0x80;

    private static final int STEP_VERSION = 1;

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {1883};
    }

    @Override
    public byte[] hello(Talk talk) {
        ByteWriter rest =
                new ByteWriter()
                        .u16(4)
                        .text("MQTT")
                        .u8(LEVEL_3_1_1, CLEAN_SESSION)
                        .u16(KEEP_ALIVE_SECONDS)
                        .u16(0);
        return packet(CONNECT, rest);
    }

    private static byte[] packet(int kind, ByteWriter rest) {
        return new ByteWriter().u8(kind, rest.length()).bytes(rest.toBytes()).toBytes();
    }

    @Override
    public Match matchAnswer(byte[] input, int length) {
        Match match = match(input, length);
        return match == Match.WEAK ? Match.YES : match;
    }

    @Override
    public Match match(byte[] input, int length) {
        Match begins = ByteReader.begins(input, length, new byte[] {CONNACK, CONNACK_BYTES - 2});
        if (begins != Match.YES || length < CONNACK_BYTES) {
            return begins == Match.NO ? Match.NO : Match.PARTIAL;
        }
        int code = input[3] & 0xFF;
        boolean fits = input[2] == 0 && (code < CODES.length || code >= REASON_ERROR_MIN);
        return fits && length == CONNACK_BYTES ? Match.WEAK : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        if (talk.step() == STEP_VERSION) {
            readVersion(talk);
            return;
        }
        ByteReader reader = ByteReader.of(talk);
        reader.skip(CONNACK_BYTES - 1);
        int code = reader.u8();
        if (reader.isShort()) {
            if (talk.isInputEnded()) {
                Raw.finish(talk, Service.MQTT);
            }
            return;
        }
        talk.consume(CONNACK_BYTES);
        Facts facts = new Facts();
        facts.word(code < CODES.length ? CODES[code] : "code-" + code);
        if (code == 0 && talk.options().deep && !talk.isInputEnded()) {
            ByteWriter rest =
                    new ByteWriter().u16(1).u16(VERSION_TOPIC.length()).text(VERSION_TOPIC).u8(0);
            talk.attach(facts);
            talk.say(packet(SUBSCRIBE, rest));
            talk.setStep(STEP_VERSION);
            readVersion(talk);
        } else {
            end(talk, facts, code == 0);
        }
    }

    private static void readVersion(Talk talk) {
        Facts facts = talk.attachment() instanceof Facts known ? known : new Facts();
        ByteReader reader = ByteReader.of(talk);
        int consumed = 0;
        while (reader.left() > 0) {
            int kind = reader.u8() & KIND_MASK;
            ByteReader content = reader.take(reader.varint(LENGTH_BYTES_MAX));
            if (reader.isShort()) {
                break;
            }
            if (kind == PUBLISH) {
                content.skip(content.u16());
                end(talk, facts.put("version", content.restAsText()), true);
                return;
            }
            consumed = reader.position();
        }
        talk.consume(consumed);
        if (talk.isInputEnded()) {
            end(talk, facts, true);
        }
    }

    private static void end(Talk talk, Facts facts, boolean isConnected) {
        talk.report(Service.MQTT, facts.toString());
        if (isConnected && !talk.isInputEnded()) {
            talk.say(packet(DISCONNECT, new ByteWriter()));
        }
        talk.finish();
    }
}
