// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A target as one writer uses it: when a write fails, the file is put back as it last was whole,
 * and from then on nothing more is taken. Used by the writer thread alone.
 */
final class GuardedTarget {

    /** What a writer does with its target. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    private final ByteTarget target;
    private final Step restoration;

    private boolean closed;
    private @Nullable IOException failure;

    /**
     * Takes over a target.
     *
     * @param restoration puts the file in order, whatever part of a write went in
     */
    GuardedTarget(ByteTarget target, Step restoration) {
        this.target = target;
        this.restoration = restoration;
    }

    /** Fails if a write did before, with what that one said. */
    void requireUsable() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IllegalStateException("the writer is closed");
        }
    }

    /** Writes as {@link ByteTarget#write}; no bytes are no write. */
    void put(long position, byte[] bytes, int offset, int lengthBytes) throws IOException {
        if (lengthBytes > 0) {
            attempt(() -> target.write(position, bytes, offset, lengthBytes));
        }
    }

    /** Takes a step that changes the file. */
    void attempt(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            failure = e;
            try {
                restoration.run();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Closes the target; once is enough.
     *
     * @param last is taken before, unless a write has failed
     */
    void close(Step last) throws IOException {
        if (closed) {
            return;
        }
        try (target) {
            if (failure == null) {
                last.run();
            }
        } finally {
            closed = true;
        }
    }
}
