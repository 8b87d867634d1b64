// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import sonde.banner.BannerOptions;
import sonde.banner.UserHellos;
import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.record.Banner;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.stat.Counters;
import sonde.wire.IpAddress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes conversations for tests, and has what they reported and counted. */
final class Talks {

    /** The last of the ports that they come from. */
    static final int LOCAL_PORT = 50_009;

    static final long HELLO_TIMEOUT_NANOS = 2_000_000_000L;

    final Counters counters = new Counters();

    private static final CookieKey KEY = new CookieKey(3, 4);

    /** Whom all that is reported must be of. */
    IpAddress address = FakeConnection.ADDRESS;

    private final RecordRing ring = new RecordRing(256);

    Conversations conversations(BannerOptions options) {
        return conversations(options, UserHellos.NONE, FurtherProbes.NONE);
    }

    Conversations conversations(BannerOptions options, UserHellos hellos, FurtherProbes further) {
        ConversationRules rules =
                new ConversationRules(
                        options,
                        hellos,
                        further,
                        HELLO_TIMEOUT_NANOS,
                        3,
                        ConversationRules.DYNAMIC_PORTS,
                        address -> null);
        return new Conversations(
                rules,
                new Cookies(KEY),
                new SourcePorts(LOCAL_PORT - 9, LOCAL_PORT, KEY),
                new Handover(ring, () -> true, () -> {}),
                counters,
                1);
    }

    /** What has been reported since: port, service, how it was recognised, text. */
    List<String> reported() {
        List<String> lines = new ArrayList<>();
        for (ScanRecord next = ring.poll(); next != null; next = ring.poll()) {
            Banner banner = Objects.requireNonNull(next.banner());
            assertEquals(address, next.address());
            byte[] text = new byte[banner.lengthBytes()];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) banner.at(i);
            }
            lines.add(
                    next.port()
                            + " "
                            + banner.service().label()
                            + " "
                            + banner.recognition().label()
                            + " "
                            + new String(text, StandardCharsets.ISO_8859_1));
        }
        return lines;
    }
}
