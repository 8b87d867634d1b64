// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, a pipe, a FIFO, a device: written in order, never taken back. */
final class StreamTarget implements ByteTarget {

    private final String name;
    private final OutputStream stream;
    private final boolean pipe;
    private final boolean closes;

    /**
     * Takes over an open, unbuffered stream.
     *
     * @param name how messages call it
     * @param pipe whether a failure means that the reader is gone
     * @param closes whether the stream is closed with this; standard output stays open
     */
    StreamTarget(String name, OutputStream stream, boolean pipe, boolean closes) {
        this.name = name;
        this.stream = stream;
        this.pipe = pipe;
        this.closes = closes;
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws OutputException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            throw OutputException.whileWriting(name, pipe, e);
        }
    }

    @Override
    public long length(long position) {
        return -1;
    }

    @Override
    public long key() {
        return 0;
    }

    @Override
    public void truncate(long lengthBytes) {}

    @Override
    public void close() throws OutputException {
        if (!closes) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            throw OutputException.whileWriting(name, pipe, e);
        }
    }
}
