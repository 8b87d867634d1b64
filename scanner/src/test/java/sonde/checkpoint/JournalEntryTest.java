// SPDX-License-Identifier: Apache-2.0
package sonde.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;

class JournalEntryTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(JournalEntry.LENGTH_MAX_BYTES);

    private ByteBuffer put(ScanRecord record) {
        buffer.clear();
        JournalEntry.put(record, buffer);
        return buffer.flip();
    }

    private static void assertSame(ScanRecord expected, @Nullable ScanRecord read) {
        assertEquals(Samples.shown(expected), read == null ? "none" : Samples.shown(read));
    }

    @Test
    void isReadBackAsItWas() {
        SplittableRandom random = Samples.random();
        for (int run = 0; run < 2000; run++) {
            ScanRecord record = Samples.record(random, 300);
            assertSame(record, JournalEntry.read(put(record)));
        }
    }

    @Test
    void tellsEveryValueFromTheOthers() {
        Evidence evidence = new Evidence(0, 0, -1, null, -1, -1);
        for (Protocol protocol : Protocol.values()) {
            for (Status status : Status.values()) {
                ScanRecord record =
                        new ScanRecord(0, IpAddress.ofIpv4(1), protocol, 9, status, evidence, null);
                assertSame(record, JournalEntry.read(put(record)));
            }
        }
        for (Service service : Service.values()) {
            for (Recognition recognition : Recognition.values()) {
                Banner banner = new Banner(service, recognition, new byte[0]);
                ScanRecord record =
                        new ScanRecord(
                                0,
                                IpAddress.ofIpv4(1),
                                Protocol.TCP,
                                9,
                                Status.OPEN,
                                evidence,
                                banner);
                assertSame(record, JournalEntry.read(put(record)));
            }
        }
    }

    @Test
    void hasRoomForTheLongest() {
        ScanRecord longest =
                new ScanRecord(
                        Long.MIN_VALUE,
                        new IpAddress(-1, -1),
                        Protocol.UDP,
                        65535,
                        Status.FILTERED,
                        new Evidence(255, 255, 1, new IpAddress(-1, -2), 0xFFFF, 1),
                        new Banner(
                                Service.SSH, Recognition.TLS, new byte[Banner.LENGTH_MAX_BYTES]));
        assertEquals(JournalEntry.LENGTH_MAX_BYTES, put(longest).remaining());
        assertSame(longest, JournalEntry.read(buffer));
    }

    @Test
    void hasTheBytesThatItsLayoutSays() {
        ScanRecord record = new ScanRecord(1, 0xC612_0002, Protocol.TCP, 80, Status.OPEN, 0x12, 64);
        ByteBuffer bytes = put(record);
        byte[] entry = new byte[bytes.remaining()];
        bytes.get(entry);
        assertEquals(
                "0000000000000001"
                        + "00000000000000000000ffffc6120002"
                        + "06"
                        + "4f"
                        + "0050"
                        + "12"
                        + "40"
                        + "ffffffff"
                        + "00",
                HexFormat.of().formatHex(entry));
    }

    @Test
    void isNoneWhereBytesAreMissing() {
        SplittableRandom random = Samples.random();
        for (int run = 0; run < 200; run++) {
            ScanRecord record = Samples.record(random, 0);
            int length = put(record).remaining();
            for (int cut = 0; cut < length; cut++) {
                assertNull(JournalEntry.read(buffer.duplicate().position(0).limit(cut)));
            }
        }
    }

    @Test
    void survivesWhateverBytesThereAre() {
        SplittableRandom random = Samples.random();
        int read = 0;
        for (int run = 0; run < 20_000; run++) {
            ByteBuffer bytes = put(Samples.record(random, 40));
            for (int n = random.nextInt(4); n > 0; n--) {
                bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt());
            }
            read += JournalEntry.read(bytes) == null ? 0 : 1;
        }
        assertTrue(read > 0);
    }
}
