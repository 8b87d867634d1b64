// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.ScanRecord;
import sonde.wire.IpAddress;

/**
 * Entries of one stream, with the fields that JSON has. Their ids are the time at which the scan
 * began, in milliseconds, and the number of the record: a record that is sent again has an id that
 * is there already.
 */
final class RedisStream extends RedisFormat {

    /** Where the destination names no stream. */
    private static final String KEY_DEFAULT = "sonde";

    private static final String COMMAND = "XADD";
    private static final byte[] COMMAND_WORD = Words.ascii(COMMAND);

    /** Command, key and id. */
    private static final int LEADING_WORDS = 3;

    /** Address, port, protocol, time; and three more of a status as of a banner. */
    private static final int FIELDS_LEAST = 7;

    private static final byte[] IP = Words.ascii(Field.IP.label());
    private static final byte[] PORT = Words.ascii(Field.PORT.label());
    private static final byte[] PROTOCOL = Words.ascii(Field.PROTOCOL.label());
    private static final byte[] TIMESTAMP = Words.ascii(Field.TIMESTAMP.label());
    private static final byte[] STATUS = Words.ascii(Field.STATUS.label());
    private static final byte[] REASON = Words.ascii(Field.REASON.label());
    private static final byte[] TTL = Words.ascii(Field.TTL.label());
    private static final byte[] RTT = Words.ascii(Field.RTT.label());
    private static final byte[] FROM = Words.ascii(Field.FROM.label());
    private static final byte[] MAC = Words.ascii(Field.MAC.label());
    private static final byte[] SERVICE = Words.ascii(Field.SERVICE.label());
    private static final byte[] BANNER = Words.ascii(Field.BANNER.label());
    private static final byte[] RECOGNIZED = Words.ascii(Field.RECOGNIZED.label());

    private final byte[] key;
    private final long startedMillis;

    /**
     * @param key the stream's name, ASCII
     * @param startedMillis when the scan began, since the epoch
     */
    RedisStream(String key, long startedMillis) {
        this.key = Words.ascii(key);
        this.startedMillis = startedMillis;
    }

    /** The usual stream, of a run. */
    static RedisStream of(OutputSettings.Run run) {
        return new RedisStream(KEY_DEFAULT, 1000 * run.startedEpochSeconds());
    }

    /** The same for the stream of another name. */
    RedisStream named(String name) {
        return new RedisStream(name, startedMillis);
    }

    byte[] key() {
        return key;
    }

    long startedMillis() {
        return startedMillis;
    }

    /** The id of a record. */
    String id(long number) {
        return startedMillis + "-" + number;
    }

    @Override
    String command() {
        return COMMAND;
    }

    @Override
    int commandCount() {
        return 1;
    }

    @Override
    void put(ScanRecord record, long number, AsciiBuffer buffer) {
        begin(LEADING_WORDS + 2 * fieldCount(record), buffer);
        putWord(COMMAND_WORD, buffer);
        putWord(key, buffer);
        AsciiBuffer id = argument();
        id.putDecimal(startedMillis);
        id.put('-');
        id.putDecimal(number);
        putArgument(buffer);

        putWord(IP, buffer);
        argument().putAddress(record.address());
        putArgument(buffer);
        putNumber(PORT, record.port(), buffer);
        putPair(PROTOCOL, Words.protocol(record.protocol()), buffer);
        putNumber(TIMESTAMP, RecordFormat.epochSeconds(record), buffer);
        Banner banner = record.banner();
        if (banner == null) {
            putStatus(record, buffer);
        } else {
            putBanner(banner, buffer);
        }
    }

    private static int fieldCount(ScanRecord record) {
        if (record.banner() != null) {
            return FIELDS_LEAST;
        }
        Evidence evidence = record.evidence();
        return FIELDS_LEAST
                + (evidence.rttMicros() == Evidence.UNKNOWN ? 0 : 1)
                + (evidence.responder() == null ? 0 : 1)
                + (evidence.mac() == Evidence.UNKNOWN ? 0 : 1);
    }

    private void putStatus(ScanRecord record, AsciiBuffer buffer) {
        putPair(STATUS, Words.status(record.status()), buffer);
        putPair(REASON, Reasons.of(record), buffer);
        putNumber(TTL, record.ttl(), buffer);
        Evidence evidence = record.evidence();
        if (evidence.rttMicros() != Evidence.UNKNOWN) {
            putNumber(RTT, evidence.rttMicros(), buffer);
        }
        IpAddress responder = evidence.responder();
        if (responder != null) {
            putWord(FROM, buffer);
            argument().putAddress(responder);
            putArgument(buffer);
        }
        if (evidence.mac() != Evidence.UNKNOWN) {
            putWord(MAC, buffer);
            argument().putMac(evidence.mac());
            putArgument(buffer);
        }
    }

    private void putBanner(Banner banner, AsciiBuffer buffer) {
        putPair(SERVICE, Words.service(banner.service()), buffer);
        putWord(BANNER, buffer);
        BannerText.put(banner, argument());
        putArgument(buffer);
        putPair(RECOGNIZED, Words.recognition(banner.recognition()), buffer);
    }

    private static void putPair(byte[] field, byte[] value, AsciiBuffer buffer) {
        putWord(field, buffer);
        putWord(value, buffer);
    }

    private void putNumber(byte[] field, long value, AsciiBuffer buffer) {
        putWord(field, buffer);
        argument().putDecimal(value);
        putArgument(buffer);
    }
}
