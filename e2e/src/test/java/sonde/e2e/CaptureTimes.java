// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The arrival times in a capture, read here because tshark is slow on long ones. */
final class CaptureTimes {

    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int MICROSECOND_MAGIC = 0xA1B2C3D4;

    private CaptureTimes() {}

    /** Microseconds since 1970, ascending, one for each frame of a file written on this machine. */
    static long[] micros(Path file) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.getInt(0) != MICROSECOND_MAGIC) {
            throw new IllegalArgumentException(file + " is no capture with microseconds");
        }
        long[] times = new long[bytes.limit() / RECORD_HEADER_BYTES];
        int count = 0;
        int offset = FILE_HEADER_BYTES;
        while (offset < bytes.limit()) {
            times[count++] = bytes.getInt(offset) * 1_000_000L + bytes.getInt(offset + 4);
            offset += RECORD_HEADER_BYTES + bytes.getInt(offset + 8);
        }
        long[] result = Arrays.copyOf(times, count);
        Arrays.sort(result);
        return result;
    }
}
