// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.output.RedisConnection.Reply;
import sonde.record.ScanRecord;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Sends records to a Redis server, many commands at a time, and checks every reply. Called by the
 * writer thread alone.
 *
 * <p>A record counts for {@link #mark} when the server has said that it took it. Whatever goes
 * wrong is an {@link OutputException}, after which the writer takes nothing more: the server may be
 * back later, and a writer that goes on from the mark then sends again what it may not have taken.
 */
final class RedisWriter implements RecordWriter {

    /** Commands are sent when there are so many bytes; those before are answered by then. */
    private static final int BLOCK_BYTES = 64 << 10;

    /** Far longer than a server is busy with anything else, short enough to be noticed. */
    private static final long STEP_MILLIS = 10_000;

    /** How an error begins that says that an id is there already, or a later one. */
    private static final String LATER_ID = "ERR The ID specified in XADD is equal or smaller";

    private static final byte[] COUNT = Words.ascii("COUNT");
    private static final byte[] ONE = Words.ascii("1");

    private final RedisFormat format;
    private final RedisConnection connection;
    private final String name;

    /** Whether records may be there already, from the writer that this one goes on for. */
    private final boolean resumed;

    private final AsciiBuffer block = new AsciiBuffer(BLOCK_BYTES + RecordFormat.RECORD_MAX_BYTES);

    /** How many records were there before this writer. */
    private final long first;

    private long records;
    private long commandsMade;
    private long commandsSent;
    private long repliesRead;
    private long recordsTaken;

    /** The last record that was refused because of its id; 0 for none. */
    private long refusedRecord;

    private boolean closed;
    private @Nullable IOException failure;

    private RedisWriter(
            RedisFormat format,
            RedisConnection connection,
            String name,
            @Nullable OutputMark mark) {
        this.format = format;
        this.connection = connection;
        this.name = name;
        resumed = mark != null;
        first = mark == null ? 0 : mark.records();
        records = first;
        recordsTaken = first;
    }

    /**
     * Connects to a server.
     *
     * @param destination as {@link RedisAddress} has it
     * @param password for {@code AUTH}; null for none
     * @param resumed what the writer said that this one goes on for; null for none
     */
    static RecordWriter open(
            RedisFormat format,
            String destination,
            @Nullable String password,
            @Nullable OutputMark resumed)
            throws OutputException {
        return open(format, destination, password, resumed, STEP_MILLIS);
    }

    /** The same with another limit to the time that each step may take. */
    static RecordWriter open(
            RedisFormat format,
            String destination,
            @Nullable String password,
            @Nullable OutputMark resumed,
            long stepMillis)
            throws OutputException {
        RedisAddress address = RedisAddress.parse(destination);
        String key = address.key();
        RedisFormat named = format;
        if (key != null) {
            if (!(format instanceof RedisStream stream)) {
                throw new OutputException(
                        "no key can be given for sets, as in "
                                + destination
                                + ": leave out /"
                                + key,
                        null);
            }
            named = stream.named(key);
        }
        RedisConnection connection = connect(address, destination, stepMillis);
        RedisWriter writer = new RedisWriter(named, connection, destination, resumed);
        boolean isReady = false;
        try {
            writer.begin(password);
            isReady = true;
            return writer;
        } catch (IOException e) {
            throw writer.described(e);
        } finally {
            if (!isReady) {
                closeQuietly(connection);
            }
        }
    }

    private static RedisConnection connect(RedisAddress address, String name, long stepMillis)
            throws OutputException {
        try {
            InetAddress host = InetAddress.getByName(address.host());
            return RedisConnection.open(new InetSocketAddress(host, address.port()), stepMillis);
        } catch (UnknownHostException e) {
            throw new OutputException(
                    "cannot connect to the Redis server " + name + ": there is no such host", e);
        } catch (IOException e) {
            throw new OutputException(
                    "cannot connect to the Redis server "
                            + name
                            + ": "
                            + e.getMessage()
                            + "; is it running?",
                    true,
                    e);
        }
    }

    private void begin(@Nullable String password) throws IOException {
        if (password != null) {
            require(connection.ask(Words.ascii("AUTH"), Words.utf8(password)), "AUTH");
        }
        require(connection.ask(Words.ascii("PING")), "PING");
        if (format instanceof RedisStream stream) {
            checkLast(stream);
        }
    }

    /** Nothing can be put into a stream before its last entry. */
    private void checkLast(RedisStream stream) throws IOException {
        Reply last =
                connection.ask(
                        Words.ascii("XREVRANGE"),
                        stream.key(),
                        Words.ascii("+"),
                        Words.ascii("-"),
                        COUNT,
                        ONE);
        require(last, "XREVRANGE");
        int hyphen = last.text().indexOf('-');
        if (hyphen < 0) {
            return;
        }
        long millis = millis(last.text().substring(0, hyphen));
        int order = Long.compareUnsigned(millis, stream.startedMillis());
        if (order > 0 || (order == 0 && !resumed)) {
            throw laterEntries();
        }
    }

    private static long millis(String digits) throws IOException {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("what answers is no Redis server", e);
        }
    }

    private OutputException laterEntries() {
        return new OutputException(
                "the stream of the Redis server "
                        + name
                        + " has entries of another, later scan: name another stream behind a slash,"
                        + " as in host:port/key",
                null);
    }

    @Override
    public void write(ScanRecord record) throws IOException {
        requireUsable();
        block.reserve(RecordFormat.RECORD_MAX_BYTES);
        format.put(record, ++records, block);
        commandsMade += format.commandCount();
        if (block.length() >= BLOCK_BYTES) {
            run(this::send);
        }
    }

    @Override
    public void flush() throws IOException {
        requireUsable();
        run(() -> {
            send();
            readReplies(commandsSent);
        });
    }

    /** No length is -1, as what is sent again does no harm. */
    @Override
    public OutputMark mark() {
        return new OutputMark(recordsTaken, recordsTaken, 0);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try (connection) {
            if (failure == null) {
                flush();
            }
        } finally {
            closed = true;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void run(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            failure = described(e);
            throw failure;
        }
    }

    /**
     * Sends the block, and reads what the server said to the one before, which it must have had.
     */
    private void send() throws IOException {
        long before = commandsSent;
        if (block.length() > 0) {
            connection.write(block.bytes(), block.length());
            block.clear();
            commandsSent = commandsMade;
        }
        readReplies(before);
    }

    private void readReplies(long until) throws IOException {
        while (repliesRead < until) {
            Reply reply = connection.read();
            repliesRead++;
            long record = first + (repliesRead + format.commandCount() - 1) / format.commandCount();
            if (resumed && reply.isError() && reply.text().startsWith(LATER_ID)) {
                refusedRecord = record;
            } else {
                require(reply, format.command());
            }
        }
        if (refusedRecord > 0 && repliesRead == commandsSent) {
            checkRefused();
        }
        recordsTaken = first + repliesRead / format.commandCount();
    }

    /** If the last one refused is there, it and those before it were sent by the writer before. */
    private void checkRefused() throws IOException {
        if (format instanceof RedisStream stream) {
            byte[] id = Words.ascii(stream.id(refusedRecord));
            Reply found = connection.ask(Words.ascii("XRANGE"), stream.key(), id, id, COUNT, ONE);
            require(found, "XRANGE");
            if (found.text().isEmpty()) {
                throw laterEntries();
            }
        }
        refusedRecord = 0;
    }

    private void require(Reply reply, String command) throws OutputException {
        if (!reply.isError()) {
            return;
        }
        String remedy = "";
        String word = reply.text().split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (word.equals("NOAUTH") || word.equals("WRONGPASS")) {
            remedy = ": give its password with --redis-pwd";
        }
        throw new OutputException(
                "the Redis server " + name + " refuses " + command + ": " + reply.text() + remedy,
                null);
    }

    private OutputException described(IOException e) {
        return e instanceof OutputException ours
                ? ours
                : new OutputException(
                        "lost the Redis server " + name + ": " + e.getMessage(), true, e);
    }

    private static void closeQuietly(RedisConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Why it is closed is what the user hears.
        }
    }

    private void requireUsable() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
    }
}
