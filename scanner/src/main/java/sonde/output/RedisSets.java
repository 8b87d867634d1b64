// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.Protocol;
import sonde.record.ScanRecord;

/**
 * {@code -oR}: sets, laid out as masscan's. The set {@code host} has all addresses; that of an
 * address has its ports, such as {@code 80/tcp}; that of a port, {@code 198.18.0.2:80/tcp}, has
 * what was answered, as {@code time:status:reason:ttl} in numbers. Banners, which masscan drops,
 * are in {@code 198.18.0.2:80/tcp:banners}, as {@code title:Welcome} with the escapes of the list
 * format. To add to a set what it has changes nothing, so that replays do no harm.
 */
final class RedisSets extends RedisFormat {

    private static final String COMMAND = "SADD";
    private static final byte[] COMMAND_WORD = Words.ascii(COMMAND);
    private static final byte[] HOSTS = Words.ascii("host");
    private static final byte[] BANNERS = Words.ascii(":banners");
    private static final int WORDS = 3;

    @Override
    String command() {
        return COMMAND;
    }

    @Override
    int commandCount() {
        return 3;
    }

    @Override
    void put(ScanRecord record, long number, AsciiBuffer buffer) {
        begin(WORDS, buffer);
        putWord(COMMAND_WORD, buffer);
        putWord(HOSTS, buffer);
        argument().putAddress(record.address());
        putArgument(buffer);

        begin(WORDS, buffer);
        putWord(COMMAND_WORD, buffer);
        argument().putAddress(record.address());
        putArgument(buffer);
        putPort(record, argument());
        putArgument(buffer);

        begin(WORDS, buffer);
        putWord(COMMAND_WORD, buffer);
        putKey(record, argument());
        putArgument(buffer);
        putValue(record, argument());
        putArgument(buffer);
    }

    private static void putPort(ScanRecord record, AsciiBuffer argument) {
        argument.putDecimal(record.port());
        argument.put('/');
        argument.put(Words.protocol(record.protocol()));
    }

    private static void putKey(ScanRecord record, AsciiBuffer argument) {
        argument.putAddress(record.address());
        argument.put(':');
        putPort(record, argument);
        if (record.banner() != null) {
            argument.put(BANNERS);
        }
    }

    private static void putValue(ScanRecord record, AsciiBuffer argument) {
        Banner banner = record.banner();
        if (banner != null) {
            argument.put(Words.service(banner.service()));
            argument.put(':');
            BannerText.put(banner, argument);
            return;
        }
        argument.putDecimal(RecordFormat.epochSeconds(record));
        argument.put(':');
        argument.putDecimal(status(record));
        argument.put(':');
        argument.putDecimal(record.tcpFlags());
        argument.put(':');
        argument.putDecimal(record.ttl());
    }

    /** masscan's numbers, as far as it has any: 1 open, 2 closed, 3 an answer to ARP. */
    private static int status(ScanRecord record) {
        return switch (record.status()) {
            case OPEN -> 1;
            case CLOSED -> 2;
            case UP -> record.protocol() == Protocol.ARP ? 3 : 6;
            case FILTERED -> 4;
            case UNFILTERED -> 5;
        };
    }
}
