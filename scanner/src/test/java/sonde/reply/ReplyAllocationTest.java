// SPDX-License-Identifier: Apache-2.0
package sonde.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Status;
import sonde.wire.Allocation;
import sonde.wire.Ethernet;
import sonde.wire.FrameKind;
import sonde.wire.FrameParser;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** From frames to answers nothing is allocated. */
class ReplyAllocationTest {

    private static final int FRAMES = 4096;
    private static final int STRIDE = 64;

    private int firsts;
    private int batchSize = 20;

    @Test
    void aMillionFramesAllocateNothing() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) FRAMES * STRIDE, 64);
            SplittableRandom random = new SplittableRandom(3);
            for (int i = 0; i < FRAMES; i++) {
                int flags = random.nextBoolean() ? Tcp.SYN | Tcp.ACK : Tcp.RST | Tcp.ACK;
                int port = random.nextInt(65536);
                ParsedFrame frame = Answers.frame(random.nextInt(), port, flags, random.nextInt(3));
                Answers.write(memory, (long) i * STRIDE, frame);
            }
            Classifier classifier = Answers.classifier();
            Deduplicator deduplicator = new Deduplicator(64, false, 1);
            ParsedFrame parsed = new ParsedFrame();
            AnswerBatch batch = new AnswerBatch();
            Runnable millionFrames =
                    () -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            take(memory, i % FRAMES, parsed, classifier, batch, deduplicator);
                        }
                    };
            assertEquals(0, Allocation.bytesOf(millionFrames));
            assertTrue(firsts > 0);
        }
    }

    private void take(
            MemorySegment memory,
            int frame,
            ParsedFrame parsed,
            Classifier classifier,
            AnswerBatch batch,
            Deduplicator deduplicator) {
        long offset = (long) frame * STRIDE;
        FrameKind kind =
                FrameParser.parse(memory, offset, 54, Ethernet.HEADER_LENGTH_BYTES, parsed);
        if (kind == FrameKind.TCP) {
            classifier.collect(parsed, frame, batch);
        }
        if (batch.count == batchSize) {
            classifier.prove(batch);
            for (int i = 0; i < batch.count; i++) {
                Status status = Classifier.statusOf(batch.tcpFlags[i]);
                if (deduplicator.isFirst(batch.address[i], 0, batch.port[i], status)) {
                    firsts++;
                }
            }
            batch.count = 0;
            // So that both ways of checking are gone.
            batchSize = batchSize == 20 ? AnswerBatch.CAPACITY : 20;
        }
    }
}
