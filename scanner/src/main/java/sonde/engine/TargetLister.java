// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.probe.ProbeBatch;
import sonde.probe.ProbeKind;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints a scan's targets in the order in which they would be probed: {@code 198.18.0.1:80}, {@code
 * [2001:db8::1]:80}, {@code 198.18.0.1:53/udp}, {@code 198.18.0.1/icmp-echo}; or addresses alone,
 * when nothing is asked of them.
 */
public final class TargetLister {

    /** {@code [xxxx:xxxx:xxxx:xxxx:xxxx:xxxx:xxxx:xxxx]:65535/icmp-timestamp} and a newline. */
    private static final int LINE_BYTES_MAX = 64;

    private final List<ScanPlan.Probing> probings;
    private final byte[] lines = new byte[ProbeBatch.CAPACITY * LINE_BYTES_MAX];
    private int length;

    private TargetLister(List<ScanPlan.Probing> probings) {
        this.probings = probings;
    }

    /**
     * Writes one line a target, without flushing the stream.
     *
     * @param probings what each grid of the order's space is probed with
     */
    public static void list(ScanPlan.Order order, List<ScanPlan.Probing> probings, OutputStream out)
            throws IOException {
        new TargetLister(probings).list(order, out);
    }

    private void list(ScanPlan.Order order, OutputStream out) throws IOException {
        ProbeStream stream = ProbeStream.of(order, Double.MAX_VALUE, 0, 1);
        ProbeBatch batch = new ProbeBatch();
        while (stream.fill(batch) > 0) {
            boolean hasPorts = order.space().grids().get(batch.grid).hasPorts();
            byte[] suffix = suffix(probings.get(batch.grid).kind(), hasPorts);
            length = 0;
            for (int i = 0; i < batch.count; i++) {
                putAddress(batch, i, hasPorts);
                if (hasPorts) {
                    lines[length++] = ':';
                    putNumber(batch.port[i]);
                }
                put(suffix);
            }
            out.write(lines, 0, length);
        }
    }

    private static byte[] suffix(ProbeKind kind, boolean hasPorts) {
        String what = kind == ProbeKind.TCP ? "\n" : '/' + kind.label() + '\n';
        return (kind == ProbeKind.TCP && !hasPorts ? "\n" : what)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void putAddress(ProbeBatch batch, int i, boolean hasPorts) {
        if (batch.isIpv6) {
            String text = new IpAddress(batch.addressHigh[i], batch.addressLow[i]).toText();
            put((hasPorts ? '[' + text + ']' : text).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            putNumber(batch.address[i] >>> shift & 0xFF);
            if (shift > 0) {
                lines[length++] = '.';
            }
        }
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, lines, length, text.length);
        length += text.length;
    }

    /** Puts a number from 0 to 65535 in decimal. */
    private void putNumber(int number) {
        int digits =
                number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : number < 10_000 ? 4 : 5;
        int rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            lines[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
