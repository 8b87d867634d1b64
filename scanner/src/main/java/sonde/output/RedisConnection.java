// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a Redis server: writes commands, reads replies. Each step has an end: a server
 * that takes nothing, or answers too slowly, is an {@link IOException}. Never blocks in a read or
 * write, because an interrupt of the thread would close the channel.
 */
final class RedisConnection implements Closeable {

    private static final int BUFFER_BYTES = 16 << 10;

    /** Longest text of a reply that is kept; all else of it is passed over. */
    private static final int TEXT_MAX_BYTES = 256;

    /** No reply to a command of ours is longer, whoever put what into the stream. */
    private static final long REPLY_MAX_BYTES = 64L << 20;

    /**
     * A reply.
     *
     * @param kind its first byte, such as {@code -} for an error
     * @param text the first line or string in it, printable ASCII
     */
    record Reply(char kind, String text) {
        boolean isError() {
            return kind == '-';
        }
    }

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long stepNanos;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private long deadlineNanos;
    private long replyBytes;

    private RedisConnection(SocketChannel channel, Selector selector, long stepNanos)
            throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.stepNanos = stepNanos;
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_CONNECT);
    }

    /**
     * Connects.
     *
     * @param stepMillis how long connecting, a write or the wait for a reply may take
     */
    static RedisConnection open(InetSocketAddress address, long stepMillis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Selector selector = null;
        boolean connected = false;
        try {
            selector = Selector.open();
            long stepNanos = TimeUnit.MILLISECONDS.toNanos(stepMillis);
            RedisConnection connection = new RedisConnection(channel, selector, stepNanos);
            connection.connect(address);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                channel.close();
                if (selector != null) {
                    selector.close();
                }
            }
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        beginStep();
        channel.connect(address);
        while (!channel.finishConnect()) {
            await(SelectionKey.OP_CONNECT);
        }
    }

    /** Writes bytes, all of them. */
    void write(byte[] bytes, int lengthBytes) throws IOException {
        beginStep();
        ByteBuffer source = ByteBuffer.wrap(bytes, 0, lengthBytes);
        while (true) {
            channel.write(source);
            if (!source.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE);
        }
    }

    /** Waits for the next reply. */
    Reply read() throws IOException {
        beginStep();
        replyBytes = 0;
        StringBuilder text = new StringBuilder();
        char kind = 0;
        boolean found = false;
        for (long elements = 1; elements > 0; elements--) {
            char type = (char) next();
            kind = kind == 0 ? type : kind;
            StringBuilder line = new StringBuilder();
            readLine(line);
            switch (type) {
                case '+', '-', ':' -> {
                    if (!found) {
                        text.append(line);
                    }
                    found = true;
                }
                case '$' -> {
                    long length = number(line);
                    if (length >= 0) {
                        readBytes(length, found ? null : text);
                        found = true;
                    }
                }
                case '*' -> elements += Math.max(0, number(line));
                default -> throw new IOException("what answers is no Redis server");
            }
        }
        return new Reply(kind, text.toString());
    }

    private void readLine(StringBuilder line) throws IOException {
        for (int each = next(); each != '\r'; each = next()) {
            append(each, line);
        }
        if (next() != '\n') {
            throw new IOException("what answers is no Redis server");
        }
    }

    private void readBytes(long length, @Nullable StringBuilder text) throws IOException {
        for (long i = 0; i < length + 2; i++) {
            int each = next();
            if (text != null && i < length) {
                append(each, text);
            }
        }
    }

    private static void append(int each, StringBuilder text) {
        if (text.length() < TEXT_MAX_BYTES) {
            text.append(each >= ' ' && each < 0x7F ? (char) each : '?');
        }
    }

    /** A length; -1 says that there is nothing. */
    private static long number(CharSequence digits) throws IOException {
        try {
            return Integer.parseInt(digits, 0, digits.length(), 10);
        } catch (NumberFormatException e) {
            throw new IOException("what answers is no Redis server", e);
        }
    }

    private int next() throws IOException {
        if (++replyBytes > REPLY_MAX_BYTES) {
            throw new IOException("a reply is longer than " + REPLY_MAX_BYTES + " bytes");
        }
        while (!received.hasRemaining()) {
            received.clear();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                throw new EOFException("the server has closed the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return received.get() & 0xFF;
    }

    private void beginStep() {
        deadlineNanos = System.nanoTime() + stepNanos;
    }

    private void await(int operation) throws IOException {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException(
                    "no answer in " + TimeUnit.NANOSECONDS.toMillis(stepNanos) + " ms");
        }
        key.interestOps(operation);
        // Returns at once where the thread is interrupted; the loop around this then spins.
        selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }

    /** A command of these words. */
    static AsciiBuffer command(byte[]... words) {
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        RedisFormat.begin(words.length, buffer);
        for (byte[] word : words) {
            RedisFormat.putWord(word, buffer);
        }
        return buffer;
    }

    /** Asks, and waits for the reply; nothing else may be under way. */
    Reply ask(byte[]... words) throws IOException {
        AsciiBuffer command = command(words);
        write(command.bytes(), command.length());
        return read();
    }
}
