// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** Minecraft, Java edition: asks the status, and reports its JSON without the picture in it. */
final class Minecraft implements BannerProtocol {

    /** -1: a client that has not chosen a version yet. */
    private static final byte[] ANY_VERSION = {-1, -1, -1, -1, 0x0F};

    /** After a handshake: the status is wanted, not a game. */
    private static final int NEXT_STATUS = 1;

    /** The status request: one byte, the number of the packet. */
    private static final byte[] STATUS_REQUEST = {1, 0};

    private static final int VARINT_BYTES_MAX = 5;

    /** The longest name that a length of one byte takes, with the rest of the handshake. */
    private static final int NAME_MAX_CHARS = 100;

    private static final String PICTURE_KEY = "\"favicon\"";

    @Override
    public String name() {
        return "minecraft";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {25565};
    }

    @Override
    public byte[] hello(Talk talk) {
        String host = talk.hostName();
        if (host == null || host.length() > NAME_MAX_CHARS) {
            host = talk.addressText();
        }
        ByteWriter name = new ByteWriter().text(host);
        ByteWriter handshake =
                new ByteWriter()
                        .u8(0)
                        .bytes(ANY_VERSION)
                        .u8(name.length())
                        .bytes(name.toBytes())
                        .u16(talk.port())
                        .u8(NEXT_STATUS);
        return new ByteWriter()
                .u8(handshake.length())
                .bytes(handshake.toBytes())
                .bytes(STATUS_REQUEST)
                .toBytes();
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        long packetBytes = reader.varint(VARINT_BYTES_MAX);
        int number = reader.u8();
        if (number != 0) {
            return Match.NO;
        }
        long textBytes = reader.varint(VARINT_BYTES_MAX);
        int brace = reader.u8();
        int next = reader.u8();
        if (reader.isShort()) {
            boolean isTooLong = length > 2 * VARINT_BYTES_MAX + 3;
            return isTooLong || (brace != 0 && brace != '{') ? Match.NO : Match.PARTIAL;
        }
        boolean fits =
                packetBytes > textBytes
                        && textBytes > 1
                        && brace == '{'
                        && (next == '"' || next == '}' || Character.isWhitespace(next));
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        reader.varint(VARINT_BYTES_MAX);
        reader.skip(1);
        long claimed = reader.varint(VARINT_BYTES_MAX);
        if ((reader.isShort() || reader.left() < claimed) && !talk.isInputEnded()) {
            return;
        }
        String json = reader.text(Math.min(claimed, reader.left()));
        if (json.isEmpty()) {
            Raw.finish(talk, Service.MINECRAFT, reader.position());
            return;
        }
        talk.report(Service.MINECRAFT, withoutPicture(json));
        talk.finish();
    }

    /** Takes the picture's key and value out, and one comma beside them. */
    private static String withoutPicture(String json) {
        int from = json.indexOf(PICTURE_KEY);
        int opening = from < 0 ? -1 : json.indexOf('"', from + PICTURE_KEY.length());
        if (opening < 0) {
            return json;
        }
        int closing = json.indexOf('"', opening + 1);
        int to = closing < 0 ? json.length() : closing + 1;
        if (to < json.length() && json.charAt(to) == ',') {
            to++;
        } else if (from > 0 && json.charAt(from - 1) == ',') {
            from--;
        }
        return json.substring(0, from) + json.substring(to);
    }
}
