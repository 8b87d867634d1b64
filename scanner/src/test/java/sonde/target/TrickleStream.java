// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.io.ByteArrayInputStream;

/** Bytes that come a few at a time, as from a pipe. */
final class TrickleStream extends ByteArrayInputStream {

    private final int chunk;

    TrickleStream(byte[] bytes, int chunk) {
        super(bytes);
        this.chunk = chunk;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, chunk));
    }
}
