// SPDX-License-Identifier: Apache-2.0
package sonde.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.SplittableRandom;

/** Records as a scan finds them, one of each host; the same in every run. */
public final class SampleRecords {

    /** What records say. */
    public enum Content {
        /** What a port's status is. */
        PLAIN,
        /** What a server said: a header of HTTP with some bytes to escape. */
        BANNER,
        /** A certificate. */
        CERTIFICATE
    }

    /** Different banners, ports and times to live. */
    private static final int VARIANTS = 1 << 12;

    /** Leads from one address to the next, through all of them: odd. */
    private static final int ADDRESS_STEP = 0x9E37_79B1;

    private static final long FIRST_EPOCH_NANOS = 1_795_465_782_000_000_000L;

    private static final int SYN_ACK = 0x12;

    /** What a certificate of 1 KiB says of its length, as DER. */
    private static final byte[] CERTIFICATE_HEAD = {0x30, (byte) 0x82, 0x03, (byte) 0xFC};

    private static final int CERTIFICATE_BYTES = 1024;

    private final int[] ports = new int[VARIANTS];
    private final int[] ttls = new int[VARIANTS];
    private final Banner[] banners = new Banner[VARIANTS];
    private int address;
    private int variant;

    public SampleRecords(Content content) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < VARIANTS; i++) {
            ports[i] = random.nextInt(1 << 16);
            ttls[i] = random.nextInt(30, 64);
            banners[i] =
                    switch (content) {
                        case PLAIN -> null;
                        case BANNER -> header(random);
                        case CERTIFICATE -> certificate(random);
                    };
        }
    }

    private static Banner header(SplittableRandom random) {
        String text =
                "HTTP/1.1 200 OK\r\nServer: nginx/1.22."
                        + random.nextInt(100)
                        + "\r\nDate: Mon, 23 Nov 2026 20:29:45 GMT\r\nContent-Type: text/html;"
                        + " charset=\"utf-8\"\r\nConnection: close\r\n\r\n";
        return new Banner(Service.HTTP, Recognition.ANSWER, text.getBytes(US_ASCII));
    }

    private static Banner certificate(SplittableRandom random) {
        byte[] der = new byte[CERTIFICATE_BYTES];
        random.nextBytes(der);
        System.arraycopy(CERTIFICATE_HEAD, 0, der, 0, CERTIFICATE_HEAD.length);
        return new Banner(Service.X509, Recognition.ANSWER, Base64.getEncoder().encode(der));
    }

    /** The next one. */
    public ScanRecord next() {
        address += ADDRESS_STEP;
        variant = (variant + 1) % VARIANTS;
        return new ScanRecord(
                FIRST_EPOCH_NANOS + variant,
                address,
                Protocol.TCP,
                ports[variant],
                Status.OPEN,
                SYN_ACK,
                ttls[variant],
                banners[variant]);
    }
}
