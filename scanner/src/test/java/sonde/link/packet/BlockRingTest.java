// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.link.Allocations;
import sonde.link.FrameBatch;
import sonde.link.Links;
import sonde.sys.Tpacket3Hdr;
import sonde.sys.TpacketBlockDesc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** With blocks laid out by hand, as the kernel would and as it never should. */
class BlockRingTest {

    private static final int BLOCK_BYTES = 32_768;
    private static final int BLOCK_COUNT = 4;
    private static final int FIRST_OFFSET = 48;
    private static final int DATA_OFFSET = 82;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

    private final MemorySegment memory =
            Arena.ofAuto().allocate((long) BLOCK_BYTES * BLOCK_COUNT, 4096);
    private final BlockRing ring = new BlockRing(memory, BLOCK_BYTES, BLOCK_COUNT);
    private final FrameBatch batch = new FrameBatch();

    @Test
    void anEmptyRingHasNothing() {
        assertEquals(0, ring.receive(batch));
        assertEquals(0, batch.count);
    }

    @Test
    void framesComeInOrderWithTheirTimes() {
        fill(0, 3);
        assertEquals(3, ring.receive(batch));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(frame(i), Links.copy(batch, i));
            assertEquals(1_700_000_000_000_000_000L + i, batch.epochNanos[i]);
        }
    }

    @Test
    void aBlockIsHeldUntilItsFramesAreUsed() {
        fill(0, 2);
        fill(1, 1);
        assertEquals(2, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_USER, status(0));
        assertEquals(1, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(0));
        assertEquals(TpacketBlockDesc.TP_STATUS_USER, status(1));
        assertEquals(0, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(1));
    }

    @Test
    void aLargeBlockTakesSeveralBatches() {
        int total = 300;
        assertTrue(total > FrameBatch.CAPACITY);
        long offset = FIRST_OFFSET;
        for (int i = 0; i < total; i++) {
            offset = put(offset, i, 100, 14);
        }
        publish(0, total, FIRST_OFFSET);
        assertEquals(FrameBatch.CAPACITY, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_USER, status(0));
        assertEquals(total - FrameBatch.CAPACITY, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_USER, status(0));
        assertEquals(0, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(0));
    }

    @Test
    void blocksGoRound() {
        for (int round = 0; round < 3 * BLOCK_COUNT; round++) {
            fill(round % BLOCK_COUNT, 1);
            assertEquals(1, ring.receive(batch), "round " + round);
        }
    }

    @Test
    void anEmptyBlockHidesNothing() {
        publish(0, 0, FIRST_OFFSET);
        fill(1, 2);
        assertEquals(2, ring.receive(batch));
        assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(0));
    }

    @Test
    void onlyEmptyBlocksEndTheSearch() {
        for (int block = 0; block < BLOCK_COUNT; block++) {
            publish(block, 0, FIRST_OFFSET);
        }
        assertEquals(0, ring.receive(batch));
        assertEquals(0, ring.receive(batch));
    }

    @Test
    void aFrameOfNothingIsAFrame() {
        put(FIRST_OFFSET, 0, 200, 0);
        publish(0, 1, FIRST_OFFSET);
        assertEquals(1, ring.receive(batch));
        assertEquals(0, batch.lengthBytes[0]);
    }

    @Test
    void aFrameBeyondItsBlockIsLostAlone() {
        long second = put(FIRST_OFFSET, 0, 200, 60);
        memory.set(U32, FIRST_OFFSET + Tpacket3Hdr.TP_SNAPLEN_OFFSET, BLOCK_BYTES);
        put(second, 1, 0, 60);
        publish(0, 2, FIRST_OFFSET);
        assertEquals(1, ring.receive(batch));
        assertArrayEquals(frame(1), Links.copy(batch, 0));
        assertEquals(1, ring.lostCount());
    }

    @Test
    void aFrameThatLeadsNowhereEndsItsBlock() {
        for (int next : new int[] {0, 1, 47, -1, BLOCK_BYTES, Integer.MAX_VALUE}) {
            BlockRing fresh = new BlockRing(memory, BLOCK_BYTES, BLOCK_COUNT);
            put(FIRST_OFFSET, 0, next, 60);
            publish(0, 5, FIRST_OFFSET);
            assertEquals(1, fresh.receive(batch), "next " + next);
            assertEquals(0, fresh.receive(batch), "next " + next);
            assertEquals(4, fresh.lostCount(), "next " + next);
        }
    }

    @Test
    void aBlockWhoseFirstFrameLiesOutsideIsLost() {
        publish(0, 5, BLOCK_BYTES - 47);
        assertEquals(0, ring.receive(batch));
        assertEquals(5, ring.lostCount());
        assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(0));
    }

    @Test
    void noiseNeitherLeadsAstrayNorHangs() {
        Random random = new Random(0x51B6);
        byte[] noise = new byte[BLOCK_BYTES];
        for (int round = 0; round < 300; round++) {
            random.nextBytes(noise);
            int block = round % BLOCK_COUNT;
            MemorySegment.copy(
                    noise, 0, memory, ValueLayout.JAVA_BYTE, (long) block * BLOCK_BYTES, 4096);
            publish(block, random.nextInt(), random.nextInt(2 * BLOCK_BYTES));
            int batches = 0;
            while (ring.receive(batch) > 0) {
                for (int i = 0; i < batch.count; i++) {
                    long end = batch.offset[i] + batch.lengthBytes[i];
                    assertTrue(batch.lengthBytes[i] >= 0);
                    assertTrue(batch.offset[i] >= (long) block * BLOCK_BYTES);
                    assertTrue(end <= (block + 1L) * BLOCK_BYTES);
                }
                assertTrue(++batches < 10);
            }
            assertEquals(TpacketBlockDesc.TP_STATUS_KERNEL, status(block));
        }
    }

    @Test
    void receivingAllocatesNothing() {
        fill(0, 100);
        Allocations.assertNone(
                20_000,
                () -> {
                    for (int block = 0; block < BLOCK_COUNT; block++) {
                        publishAgain(block);
                    }
                    ring.receive(batch);
                });
    }

    @Test
    void theMemoryMustBeWholeBlocks() {
        assertThrows(IllegalArgumentException.class, () -> new BlockRing(memory, BLOCK_BYTES, 3));
    }

    private void publishAgain(int block) {
        memory.set(
                ValueLayout.JAVA_INT,
                (long) block * BLOCK_BYTES + TpacketBlockDesc.BLOCK_STATUS_OFFSET,
                TpacketBlockDesc.TP_STATUS_USER);
    }

    /** Fills a block with numbered frames. */
    private void fill(int block, int frameCount) {
        long base = (long) block * BLOCK_BYTES;
        long offset = base + FIRST_OFFSET;
        for (int i = 0; i < frameCount; i++) {
            offset = put(offset, i, i + 1 == frameCount ? 0 : 160, 60);
        }
        publish(block, frameCount, FIRST_OFFSET);
    }

    /** Lays a frame out; returns where the next one begins. */
    private long put(long offset, int number, int next, int lengthBytes) {
        memory.set(U32, offset + Tpacket3Hdr.TP_NEXT_OFFSET_OFFSET, next);
        memory.set(U32, offset + Tpacket3Hdr.TP_SEC_OFFSET, 1_700_000_000);
        memory.set(U32, offset + Tpacket3Hdr.TP_NSEC_OFFSET, number);
        memory.set(U32, offset + Tpacket3Hdr.TP_SNAPLEN_OFFSET, lengthBytes);
        memory.set(U32, offset + Tpacket3Hdr.TP_LEN_OFFSET, lengthBytes);
        memory.set(
                ValueLayout.JAVA_SHORT_UNALIGNED,
                offset + Tpacket3Hdr.TP_MAC_OFFSET,
                (short) DATA_OFFSET);
        MemorySegment.copy(
                frame(number), 0, memory, ValueLayout.JAVA_BYTE, offset + DATA_OFFSET, lengthBytes);
        return offset + next;
    }

    private static byte[] frame(int number) {
        byte[] frame = new byte[60];
        frame[0] = (byte) number;
        frame[59] = (byte) ~number;
        return frame;
    }

    private void publish(int block, int frameCount, int firstOffset) {
        long base = (long) block * BLOCK_BYTES;
        memory.set(U32, base + TpacketBlockDesc.NUM_PKTS_OFFSET, frameCount);
        memory.set(U32, base + TpacketBlockDesc.OFFSET_TO_FIRST_PKT_OFFSET, firstOffset);
        publishAgain(block);
    }

    private int status(int block) {
        return memory.get(U32, (long) block * BLOCK_BYTES + TpacketBlockDesc.BLOCK_STATUS_OFFSET);
    }
}
