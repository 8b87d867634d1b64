// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.ConnectionTable.ENDING;
import static sonde.tcp.ConnectionTable.FIN_QUEUED;
import static sonde.tcp.ConnectionTable.INPUT_ENDED;
import static sonde.tcp.ConnectionTable.NEVER;
import static sonde.tcp.ConnectionTable.OPEN;
import static sonde.tcp.ConnectionTable.PEER_FIN;
import static sonde.tcp.ConnectionTable.RESETTING;
import static sonde.tcp.ConnectionTable.TICK_NANOS;
import static sonde.tcp.ConnectionTable.WINDOW_MAX;

import org.jspecify.annotations.Nullable;

/** The one view of a machine, pointed at a connection for the length of a call. */
final class ConnectionView implements Connection {

    /** How long the peer's FIN and the acknowledgment of ours are waited for. */
    static final long LINGER_NANOS = 5_000_000_000L;

    /** More than this is not queued on one connection: what a peer's window can be at most. */
    private static final int OUTPUT_MAX_BYTES = WINDOW_MAX;

    private final ConnectionTable table;
    private final FourTuple tuple = new FourTuple();
    private final byte[] input;

    /** How much of the input has been copied into the array. */
    private int inputCopied;

    private int c;

    // What reconnect has asked for.
    private boolean isReconnecting;
    private int nextRemotePort;
    private int nextLocalPort;
    private int nextSequence;

    ConnectionView(ConnectionTable table) {
        this.table = table;
        input = new byte[table.inputMaxBytes];
    }

    /** Points the view at a connection. */
    ConnectionView at(int connection) {
        c = connection;
        inputCopied = 0;
        isReconnecting = false;
        table.index.load(c, tuple);
        return this;
    }

    boolean isReconnecting() {
        return isReconnecting;
    }

    int nextSequence() {
        return nextSequence;
    }

    /** What names the connection that reconnect has asked for. */
    FourTuple nextTuple() {
        tuple.setPorts(nextRemotePort, nextLocalPort);
        return tuple;
    }

    @Override
    public long remoteHigh() {
        return tuple.remoteHigh;
    }

    @Override
    public long remoteLow() {
        return tuple.remoteLow;
    }

    @Override
    public int remotePort() {
        return tuple.remotePort();
    }

    @Override
    public long localHigh() {
        return tuple.localHigh;
    }

    @Override
    public long localLow() {
        return tuple.localLow;
    }

    @Override
    public int localPort() {
        return tuple.localPort();
    }

    @Override
    public int ttl() {
        return table.synAck[c] >>> 16;
    }

    @Override
    public int synAckWindow() {
        return table.synAck[c] & 0xFFFF;
    }

    @Override
    public byte[] input() {
        int missing = table.inLength[c] - inputCopied;
        if (missing > 0) {
            table.queues.read(table.input(c), inputCopied, input, inputCopied, missing);
            inputCopied += missing;
        }
        return input;
    }

    @Override
    public int inputLength() {
        return table.inLength[c];
    }

    @Override
    public boolean isInputEnded() {
        return table.has(c, PEER_FIN | INPUT_ENDED) || table.inLength[c] >= table.inputMaxBytes;
    }

    @Override
    public void consume(int count) {
        if (count < 0 || count > table.inLength[c]) {
            throw new IllegalArgumentException(
                    "consumes " + count + " of " + table.inLength[c] + " bytes");
        }
        if (count == 0) {
            return;
        }
        table.queues.drop(table.input(c), count);
        table.inLength[c] -= count;
        inputCopied = 0;
        boolean isFlowing = table.state[c] == OPEN && !table.has(c, FIN_QUEUED | PEER_FIN);
        if (isFlowing && table.rcvNxt[c] + table.advertisedWindow(c) - table.rcvEdge[c] >= step()) {
            table.askAck(c);
        }
    }

    /** By how much a window opens before the peer is told (RFC 9293 section 3.8.6.2.2). */
    private int step() {
        return Math.min(2 * Mss.max(tuple.isIpv6()), table.inputMaxBytes / 2);
    }

    @Override
    public boolean send(byte[] bytes, int offset, int count) {
        int length = table.outLength[c] + count;
        if (table.state[c] != OPEN
                || table.has(c, FIN_QUEUED)
                || length > OUTPUT_MAX_BYTES
                || !table.queues.canEnsure(table.output(c), length)) {
            return false;
        }
        if (count > 0) {
            table.queues.ensure(table.output(c), length);
            table.queues.write(table.output(c), table.outLength[c], bytes, offset, count);
            table.outLength[c] = length;
            table.enqueue(c);
        }
        return true;
    }

    @Override
    public int unacknowledgedBytes() {
        return table.outLength[c];
    }

    @Override
    public void setTimer(long nanos) {
        table.applicationAt[c] = table.now() + Math.clamp(nanos, TICK_NANOS, NEVER / 2);
    }

    @Override
    public void clearTimer() {
        table.applicationAt[c] = NEVER;
    }

    @Override
    public void close() {
        if (table.state[c] != OPEN || table.has(c, FIN_QUEUED)) {
            return;
        }
        table.set(c, FIN_QUEUED);
        table.reassembly.clear(c);
        table.rcvEdge[c] = table.rcvNxt[c] + WINDOW_MAX;
        table.applicationAt[c] = NEVER;
        table.endAt[c] = Math.min(table.endAt[c], table.now() + LINGER_NANOS);
        table.enqueue(c);
    }

    @Override
    public void abort() {
        if (table.state[c] == OPEN) {
            table.state[c] = RESETTING;
            table.endReason[c] = TcpMachine.code(CloseReason.ABORTED);
            table.applicationAt[c] = NEVER;
            table.retransmitAt[c] = NEVER;
            table.enqueue(c);
        }
    }

    @Override
    public void reconnect(int localPort, int sequence) {
        reconnect(tuple.remotePort(), localPort, sequence);
    }

    @Override
    public void reconnect(int remotePort, int localPort, int sequence) {
        if (table.state[c] != ENDING) {
            throw new IllegalStateException("reconnect is for onClose");
        }
        isReconnecting = true;
        nextRemotePort = remotePort & 0xFFFF;
        nextLocalPort = localPort & 0xFFFF;
        nextSequence = sequence;
    }

    @Override
    public long word(int index) {
        return table.words[wordAt(index)];
    }

    @Override
    public void setWord(int index, long value) {
        table.words[wordAt(index)] = value;
    }

    private int wordAt(int index) {
        if (index < 0 || index >= WORD_COUNT) {
            throw new IndexOutOfBoundsException(index);
        }
        return c * WORD_COUNT + index;
    }

    @Override
    public @Nullable Object attachment() {
        return table.attachments[c];
    }

    @Override
    public void attach(@Nullable Object attachment) {
        table.attachments[c] = attachment;
    }
}
