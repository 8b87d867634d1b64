// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Prints the targets of a scan in the order in which they would be probed: {@code ip}, or {@code
 * ip:port}.
 */
public final class TargetLister {

    /** {@code 255.255.255.255:65535} and a newline. */
    private static final int LINE_BYTES_MAX = 22;

    private TargetLister() {}

    /** Writes one line a target, without flushing the stream. */
    public static void list(ScanPlan.Order order, OutputStream out) throws IOException {
        ProbeStream stream = ProbeStream.of(order, 0, 1);
        ProbeBatch batch = new ProbeBatch();
        boolean hasPorts = order.space().grids().getFirst().hasPorts();
        byte[] lines = new byte[ProbeBatch.CAPACITY * LINE_BYTES_MAX];
        while (stream.fill(batch) > 0) {
            int length = 0;
            for (int i = 0; i < batch.count; i++) {
                int address = batch.address[i];
                for (int shift = 24; shift >= 0; shift -= 8) {
                    length = putNumber(lines, length, address >>> shift & 0xFF);
                    lines[length++] = (byte) (shift > 0 ? '.' : hasPorts ? ':' : '\n');
                }
                if (hasPorts) {
                    length = putNumber(lines, length, batch.port[i]);
                    lines[length++] = '\n';
                }
            }
            out.write(lines, 0, length);
        }
    }

    /** Writes a number from 0 to 65535 in decimal, and returns where it ends. */
    private static int putNumber(byte[] bytes, int start, int number) {
        int digits =
                number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : 5;
        int rest = number;
        for (int i = start + digits - 1; i >= start; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return start + digits;
    }
}
