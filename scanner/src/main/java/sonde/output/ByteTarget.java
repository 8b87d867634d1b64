// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Where a writer's bytes go. */
interface ByteTarget extends Closeable {

    /**
     * Writes bytes at a position by one {@code write(2)}, or several if the kernel takes them in
     * parts. A stream, to which everything is written in order, disregards the position.
     */
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /**
     * Sees to it that the file goes on in spaces from its content's end.
     *
     * @param position where the content ends
     */
    default void putSpaces(long position, int count) throws IOException {
        byte[] spaces = new byte[count];
        Arrays.fill(spaces, (byte) ' ');
        write(position, spaces, 0, count);
    }

    /**
     * Replaces bytes of the file that lie across two pages, such that a killed process leaves them
     * all old or all new as far as the platform has means.
     */
    default void replaceAcross(long position, byte[] bytes) throws IOException {
        write(position, bytes, 0, bytes.length);
    }

    /** What {@link OutputMark} says of a position: itself, or -1 for a stream. */
    long length(long position);

    /** As {@link OutputMark#fileKey}. */
    long key();

    /** How long the file is, in bytes; 0 for a stream. */
    default long size() throws IOException {
        return 0;
    }

    /**
     * Reads what the file has at a position.
     *
     * @param lengthBytes how much is wanted
     * @return how much there was, from 0; a stream has nothing
     */
    default int read(long position, byte[] bytes, int lengthBytes) throws IOException {
        return 0;
    }

    /** Cuts the file; a stream does nothing. */
    void truncate(long lengthBytes) throws IOException;
}
