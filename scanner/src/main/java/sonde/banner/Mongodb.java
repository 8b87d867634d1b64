// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.util.List;
import java.util.Map;

/**
 * MongoDB: {@code isMaster} in the old message that every version answers, then {@code buildInfo},
 * which tells the version where it needs no login.
 */
final class Mongodb implements BannerProtocol {

    /** Length, id, id answered, kind; little endian each. */
    private static final int HEADER_BYTES = 16;

    // Kinds of messages.
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;

    /** Flags, cursor, start, count, before the documents of OP_REPLY. */
    private static final int REPLY_BYTES = 4 + 8 + 4 + 4;

    /** Flags and the kind of the first section, before the document of OP_MSG. */
    private static final int MSG_BYTES = 4 + 1;

    /** The first wire version that knows OP_MSG: MongoDB 3.6. */
    private static final int WIRE_VERSION_OP_MSG = 6;

    /** The ids of our messages; answers repeat them. */
    private static final int ID_HELLO = 0x534F4E44;

    private static final int ID_BUILD_INFO = 0x534F4E45;

    /** Messages longer than a conversation can take in are none. */
    private static final int LENGTH_MAX = 1 << 16;

    private static final List<String> HELLO_FACTS =
            List.of("maxWireVersion", "setName", "me", "primary", "hosts", "msg");

    private static final int STEP_BUILD_INFO = 1;

    @Override
    public String name() {
        return "mongodb";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {27017, 27018, 27019};
    }

    @Override
    public byte[] hello(Talk talk) {
        return query(ID_HELLO, "isMaster");
    }

    private static byte[] query(int id, String command) {
        ByteWriter rest =
                new ByteWriter()
                        .u32le(0)
                        .textAndNul("admin.$cmd")
                        .u32le(0)
                        .u32le(-1)
                        .bytes(document(new ByteWriter().u8(0x10).textAndNul(command).u32le(1)));
        return message(id, OP_QUERY, rest);
    }

    private static byte[] buildInfo(boolean isOld) {
        String command = "buildInfo";
        if (isOld) {
            return query(ID_BUILD_INFO, command);
        }
        String database = "admin";
        ByteWriter elements =
                new ByteWriter()
                        .u8(0x10)
                        .textAndNul(command)
                        .u32le(1)
                        .u8(0x02)
                        .textAndNul("$db")
                        .u32le(database.length() + 1)
                        .textAndNul(database);
        ByteWriter rest = new ByteWriter().u32le(0).u8(0).bytes(document(elements));
        return message(ID_BUILD_INFO, OP_MSG, rest);
    }

    private static byte[] document(ByteWriter elements) {
        return new ByteWriter()
                .u32le(4 + elements.length() + 1)
                .bytes(elements.toBytes())
                .u8(0)
                .toBytes();
    }

    private static byte[] message(int id, int kind, ByteWriter rest) {
        return new ByteWriter()
                .u32le(HEADER_BYTES + rest.length())
                .u32le(id)
                .u32le(0)
                .u32le(kind)
                .bytes(rest.toBytes())
                .toBytes();
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        long claimed = reader.u32le();
        if (claimed > LENGTH_MAX) {
            return Match.NO;
        }
        reader.skip(4);
        long answered = reader.u32le();
        long kind = reader.u32le();
        if (reader.isShort()) {
            return Match.PARTIAL;
        }
        boolean fits =
                claimed > HEADER_BYTES
                        && answered == ID_HELLO
                        && (kind == OP_REPLY || kind == OP_MSG);
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = readNext(talk);
        }
    }

    /** Reads the next message; returns whether it said something and waits for another. */
    private static boolean readNext(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        long claimed = reader.u32le();
        reader.skip(8);
        long kind = reader.u32le();
        ByteReader content = reader.take(claimed - HEADER_BYTES);
        if (reader.isShort()) {
            if (talk.isInputEnded()) {
                end(talk);
            }
            return false;
        }
        content.skip(kind == OP_MSG ? MSG_BYTES : REPLY_BYTES);
        Map<String, String> elements = Bson.read(content);
        Facts facts = factsOf(talk);
        if (talk.step() == STEP_BUILD_INFO) {
            facts.put("version", elements.getOrDefault("version", ""));
            facts.put("error", elements.getOrDefault("errmsg", ""));
            report(talk, facts);
            return false;
        }
        for (String key : HELLO_FACTS) {
            facts.put(key, elements.getOrDefault(key, ""));
        }
        facts.put("error", elements.getOrDefault("errmsg", ""));
        talk.consume(reader.position());
        if (talk.isInputEnded()) {
            report(talk, facts);
            return false;
        }
        talk.attach(facts);
        talk.setStep(STEP_BUILD_INFO);
        talk.say(buildInfo(isOld(elements.getOrDefault("maxWireVersion", ""))));
        return true;
    }

    private static boolean isOld(String maxWireVersion) {
        try {
            return Integer.parseInt(maxWireVersion) < WIRE_VERSION_OP_MSG;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    private static Facts factsOf(Talk talk) {
        return talk.attachment() instanceof Facts facts ? facts : new Facts();
    }

    /** No more comes: what there is of answers is reported. */
    private static void end(Talk talk) {
        if (talk.step() != STEP_BUILD_INFO && talk.inputLength() == 0) {
            talk.finish();
        } else {
            report(talk, factsOf(talk));
        }
    }

    private static void report(Talk talk, Facts facts) {
        talk.report(Service.MONGODB, facts.isEmpty() ? "mongodb" : facts.toString());
        talk.finish();
    }
}
