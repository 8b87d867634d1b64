// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A tmpfs of 64 KiB that only a child process has mounted, reached through the child's root in
 * /proc; it is gone when the child is. Only root may do this; for others the tests are skipped.
 */
final class SmallDisk implements AutoCloseable {

    private static final int SIZE_BYTES = 1 << 16;

    private final Process holder;
    private final Path root;

    private SmallDisk(Process holder, Path root) {
        this.holder = holder;
        this.root = root;
    }

    /**
     * Mounts it.
     *
     * @param folder an empty directory
     */
    static SmallDisk at(Path folder) throws IOException {
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o size=64k tmpfs \"$0\" && echo mounted && exec"
                                        + " cat",
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (holder.inputReader().readLine() == null) {
            holder.destroy();
            System.err.println("SKIPPED: may not mount a tmpfs in a mount namespace");
            Assumptions.abort("SKIPPED: may not mount a tmpfs in a mount namespace");
        }
        return new SmallDisk(holder, Path.of("/proc/" + holder.pid() + "/root" + folder));
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** Leaves no room. */
    void fill() throws IOException {
        boolean isFull = false;
        try (FileChannel filler =
                FileChannel.open(
                        file("filler"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int written = 0; written <= SIZE_BYTES; ) {
                written += filler.write(ByteBuffer.allocate(1 << 12));
            }
        } catch (IOException e) {
            isFull = true;
        }
        if (!isFull) {
            throw new AssertionError("the disk is larger than it should be");
        }
    }

    /** Gives the room back. */
    void free() throws IOException {
        Files.delete(file("filler"));
    }

    @Override
    public void close() {
        holder.destroy();
        holder.onExit().join();
    }
}
