// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import org.jspecify.annotations.Nullable;

import sonde.link.DropReason;
import sonde.link.FrameBatch;
import sonde.link.FrameSource;
import sonde.link.packet.RingSource;
import sonde.link.packet.SocketPoll;
import sonde.sys.CallState;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Frames that the XDP program took off the wire, of one or several queues in turn, and those that
 * it left to the host and that must be heard too, such as ARP replies. Owned by one receive agent.
 *
 * <p>All frames of a batch come from one queue, since each queue has its own memory. The kernel
 * notes no time for them: theirs is when the batch was read, to the millisecond.
 *
 * <p>Closing it closes the ring of the host's frames alone; the sockets are the link's.
 */
final class XskSource implements FrameSource {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final CallState state;
    private final ReceiveQueue[] queues;
    private final @Nullable RingSource hostSource;
    private final SocketPoll poll;

    /** The turns of a round: every queue, and the host's frames last. */
    private final int turnCount;

    private int turn;
    private @Nullable ReceiveQueue holder;

    XskSource(Arena arena, List<XskSocket> sockets, @Nullable RingSource hostSource) {
        this.state = CallState.confined(arena);
        this.hostSource = hostSource;
        queues =
                sockets.stream()
                        .map(socket -> new ReceiveQueue(arena, socket))
                        .toArray(ReceiveQueue[]::new);
        turnCount = queues.length + (hostSource == null ? 0 : 1);
        IntStream descriptors = sockets.stream().mapToInt(XskSocket::descriptor);
        if (hostSource != null) {
            descriptors = IntStream.concat(descriptors, IntStream.of(hostSource.descriptor()));
        }
        poll = new SocketPoll(arena, descriptors.toArray());
    }

    @Override
    public int receive(FrameBatch batch) {
        if (holder != null) {
            holder.giveBack(state);
            holder = null;
        }
        batch.count = 0;
        for (int i = 0; i < turnCount; i++) {
            int now = turn;
            turn = now + 1 == turnCount ? 0 : now + 1;
            int count = now < queues.length ? receive(queues[now], batch) : receiveHost(batch);
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    private int receive(ReceiveQueue queue, FrameBatch batch) {
        int count = queue.receive(batch);
        if (count > 0) {
            holder = queue;
            long epochNanos = System.currentTimeMillis() * NANOS_PER_MILLI;
            Arrays.fill(batch.epochNanos, 0, count, epochNanos);
        }
        return count;
    }

    private int receiveHost(FrameBatch batch) {
        return hostSource == null ? 0 : hostSource.receive(batch);
    }

    @Override
    public void await(long timeoutNanos) {
        poll.await(state, timeoutNanos);
    }

    @Override
    public long droppedCount(DropReason reason) {
        long sum = hostSource == null ? 0 : hostSource.droppedCount(reason);
        for (ReceiveQueue queue : queues) {
            sum += queue.droppedCount(state, reason);
        }
        return sum;
    }

    @Override
    public void close() {
        if (hostSource != null) {
            hostSource.close();
        }
    }
}
