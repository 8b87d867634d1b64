// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.wire.Golden;
import sonde.wire.IpAddress;
import sonde.wire.IpFamily;
import sonde.wire.Ipv4Address;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One probe of every kind, family and TCP flags is byte for byte what it was when tshark found it
 * right. UDP goes without payload: payloads have tests of their own.
 */
class GoldenProbesTest {

    private static final CookieKey KEY = new CookieKey(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    private static final ProbeTemplate ETHERNET =
            ProbeTemplate.ethernet(0x0200_0000_0001L, 0x0200_0000_0002L, 64);
    private static final IpAddress SOURCE_IPV6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress TARGET_IPV6 = IpAddress.parse("2001:db8:1::709");

    /** Each protocol that {@link ProtocolBody} writes in its own way, and two others. */
    private static final int PROTOCOL_COUNT = 6;

    @Test
    void framesAreWhatTheyWere() {
        List<String> golden =
                Golden.rows("probes.txt").stream()
                        .map(row -> HexFormat.ofDelimiter(" ").formatHex(row))
                        .toList();
        assertEquals(String.join("\n", golden), String.join("\n", written()));
    }

    static List<String> written() {
        List<String> written = new ArrayList<>();
        for (Probes probes : Probes.all()) {
            if (probes.kind() == ProbeKind.UDP && probes.details().variant() == 0) {
                continue;
            }
            int count = probes.kind() == ProbeKind.IP_PROTOCOL ? PROTOCOL_COUNT : 1;
            for (int i = 0; i < count; i++) {
                written.add(hex(probes, ETHERNET, i));
            }
        }
        return written;
    }

    private static String hex(Probes probes, ProbeTemplate template, int i) {
        FrameWriter writer = probes.writer(template, KEY);
        ProbeBatch batch = batch(probes);
        byte[] frame = new byte[writer.frameLengthBytes(batch, i)];
        byte[] slot = new byte[writer.frameLengthBytes()];
        writer.write(batch, i, 1, MemorySegment.ofArray(slot), 0, slot.length);
        System.arraycopy(slot, 0, frame, 0, frame.length);
        return HexFormat.ofDelimiter(" ").formatHex(frame);
    }

    private static ProbeBatch batch(Probes probes) {
        ProbeBatch batch = new ProbeBatch();
        batch.isIpv6 = probes.family() == IpFamily.IPV6;
        batch.count = ProbeBatch.CAPACITY;
        for (int i = 0; i < ProbeBatch.CAPACITY; i++) {
            batch.address[i] = Ipv4Address.parse("198.18.7.9");
            batch.addressHigh[i] = TARGET_IPV6.high();
            batch.addressLow[i] = TARGET_IPV6.low();
            batch.port[i] = 443;
        }
        if (probes.kind() == ProbeKind.IP_PROTOCOL) {
            probes.setProtocols(batch);
        }
        int source = Ipv4Address.parse("198.18.0.1");
        new SourceAddresses(source, source, KEY).fill(batch);
        new Ipv6SourceAddresses(SOURCE_IPV6, SOURCE_IPV6, KEY).fill(batch);
        new SourcePorts(40000, 59999, KEY).fill(batch);
        new Cookies(KEY, probes.kind().cookieDomain()).fill(batch);
        return batch;
    }
}
