// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.util.Locale;

/** MySQL and MariaDB: the greeting, protocol version 10, or the error that comes in its place. */
final class Mysql implements BannerProtocol {

    /** No greeting and no first error is longer. */
    private static final int GREETING_MAX_BYTES = 1024;

    private static final int PROTOCOL_10 = 10;
    private static final int ERROR = 0xFF;

    /** Error codes of the server begin here. */
    private static final int ERROR_CODE_MIN = 1000;

    private static final int ERROR_CODE_MAX = 5000;

    /** Before the state in an error. */
    private static final int STATE_MARK = '#';

    private static final int STATE_BYTES = 5;
    private static final int SALT_BYTES = 8;
    private static final int RESERVED_BYTES = 10;

    /** The rest of the salt takes at least so much, whatever length is given. */
    private static final int SALT_REST_MIN_BYTES = 13;

    // Capabilities.
    private static final int CLIENT_PROTOCOL_41 = 0x200;
    private static final int CLIENT_SSL = 0x800;
    private static final int CLIENT_SECURE_CONNECTION = 0x8000;
    private static final int CLIENT_PLUGIN_AUTH = 0x80000;

    private static final int PACKET_MAX_BYTES = 1 << 24;
    private static final int CHARSET_UTF8MB4 = 45;
    private static final int SSL_REQUEST_BYTES = 32;
    private static final int SSL_REQUEST_RESERVED_BYTES = 23;

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {3306};
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        boolean fits = length < 2 || (input[1] & 0xFF) <= GREETING_MAX_BYTES >> 8;
        int claimed = reader.u24le();
        int sequence = reader.u8();
        int kind = reader.u8();
        if (reader.isShort()) {
            fits &= claimed <= GREETING_MAX_BYTES && sequence == 0;
            return fits ? Match.PARTIAL : Match.NO;
        }
        if (claimed > GREETING_MAX_BYTES || sequence != 0) {
            return Match.NO;
        }
        if (kind == PROTOCOL_10) {
            int digit = reader.u8();
            if (reader.isShort()) {
                return Match.PARTIAL;
            }
            return digit >= '0' && digit <= '9' ? Match.YES : Match.NO;
        }
        int code = reader.u16le();
        boolean isError = kind == ERROR && code >= ERROR_CODE_MIN && code < ERROR_CODE_MAX;
        if (reader.isShort()) {
            return kind == ERROR ? Match.PARTIAL : Match.NO;
        }
        return isError ? Match.YES : Match.NO;
    }

    @Override
    public byte[] hello(Talk talk) {
        return new byte[0];
    }

    @Override
    public void talk(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        int claimed = reader.u24le();
        reader.skip(1);
        if ((reader.isShort() || reader.left() < claimed) && !talk.isInputEnded()) {
            return;
        }
        ByteReader packet = reader.take(Math.min(claimed, reader.left()));
        if (packet.left() == 0) {
            Raw.finish(talk, Service.MYSQL, reader.position());
            return;
        }
        if (packet.u8() == ERROR) {
            int code = packet.u16le();
            Facts facts = new Facts().put("error", code);
            if (packet.peek() == STATE_MARK) {
                packet.skip(1);
                facts.put("state", packet.text(STATE_BYTES));
            }
            talk.report(Service.MYSQL, facts.put("message", packet.restAsText()).toString());
            talk.finish();
            return;
        }
        boolean tls = describe(talk, packet);
        if (tls && talk.options().deep && !talk.isInputEnded()) {
            talk.consume(talk.inputLength());
            talk.say(sslRequest());
            talk.startTls();
        } else {
            talk.finish();
        }
    }

    /** Reports the greeting; returns whether the server speaks TLS. */
    private static boolean describe(Talk talk, ByteReader packet) {
        Facts facts = new Facts().put("version", packet.textToNul());
        facts.put("protocol", PROTOCOL_10);
        packet.skip(4 + SALT_BYTES + 1);
        long capabilities = packet.u16le();
        if (packet.isShort()) {
            talk.report(Service.MYSQL, facts.toString());
            return false;
        }
        packet.skip(1 + 2);
        capabilities |= (long) packet.u16le() << 16;
        int saltBytes = packet.u8();
        packet.skip(RESERVED_BYTES);
        packet.skip(Math.max(SALT_REST_MIN_BYTES, saltBytes - SALT_BYTES));
        boolean tls = (capabilities & CLIENT_SSL) != 0;
        facts.put("capabilities", String.format(Locale.ROOT, "0x%08x", capabilities));
        facts.put("tls", tls ? "yes" : "no");
        if ((capabilities & CLIENT_PLUGIN_AUTH) != 0) {
            facts.put("authentication", packet.textToNul());
        }
        talk.report(Service.MYSQL, facts.toString());
        return tls;
    }

    private static byte[] sslRequest() {
        return new ByteWriter()
                .u8(SSL_REQUEST_BYTES, 0, 0, 1)
                .u32le(CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION)
                .u32le(PACKET_MAX_BYTES)
                .u8(CHARSET_UTF8MB4)
                .zeros(SSL_REQUEST_RESERVED_BYTES)
                .toBytes();
    }
}
