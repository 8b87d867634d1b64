// SPDX-License-Identifier: Apache-2.0
package sonde.link;

/** One receive queue of a link. Owned by one receive agent, which alone calls it. */
public interface FrameSource extends AutoCloseable {

    /**
     * Fills the batch with frames that have arrived, without waiting. The frames stay in place
     * until the next call of this method, which returns their memory to the kernel.
     *
     * @return how many frames the batch now holds, 0 when none has arrived
     */
    int receive(FrameBatch batch);

    /**
     * Waits until a frame may be there or the time is over. May return early for no reason.
     *
     * @param timeoutNanos how long at most, in nanoseconds
     */
    void await(long timeoutNanos);

    /** Frames the kernel had to drop since the source was opened, for one reason. */
    long droppedCount(DropReason reason);

    /** Frames the kernel had to drop since the source was opened, for whatever reason. */
    default long droppedCount() {
        long sum = 0;
        for (DropReason reason : DropReason.ALL) {
            sum += droppedCount(reason);
        }
        return sum;
    }

    @Override
    void close();
}
