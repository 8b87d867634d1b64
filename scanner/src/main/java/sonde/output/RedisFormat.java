// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * Records as commands for a Redis server, in its protocol RESP (redis.io, "Redis serialization
 * protocol specification"): an array of bulk strings each. Goes to a server and never to a file.
 */
abstract class RedisFormat implements RecordFormat {

    private static final byte[] LINE_END = Words.ascii("\r\n");

    /** A bulk string's or array's mark, its length and line end. */
    private static final int FRAME_BYTES = 32;

    /** The argument under construction, as its length goes before it. */
    private final AsciiBuffer argument = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);

    /** The only command that records become. */
    abstract String command();

    /** How many of them each record becomes, and so how many replies it has. */
    abstract int commandCount();

    /**
     * Puts the commands of one record.
     *
     * @param number which record of the output it is, from 1
     */
    abstract void put(ScanRecord record, long number, AsciiBuffer buffer);

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        put(record, 1, buffer);
    }

    /** Begins a command of so many words. */
    static void begin(int words, AsciiBuffer buffer) {
        buffer.reserve(FRAME_BYTES);
        buffer.put('*');
        buffer.putDecimal(words);
        buffer.put(LINE_END);
    }

    static void putWord(byte[] word, AsciiBuffer buffer) {
        buffer.reserve(word.length + FRAME_BYTES);
        buffer.put('$');
        buffer.putDecimal(word.length);
        buffer.put(LINE_END);
        buffer.put(word);
        buffer.put(LINE_END);
    }

    /** Where the next word is put together; {@link #putArgument} then puts it. */
    final AsciiBuffer argument() {
        argument.clear();
        return argument;
    }

    final void putArgument(AsciiBuffer buffer) {
        buffer.reserve(argument.length() + FRAME_BYTES);
        buffer.put('$');
        buffer.putDecimal(argument.length());
        buffer.put(LINE_END);
        buffer.put(argument);
        buffer.put(LINE_END);
    }
}
