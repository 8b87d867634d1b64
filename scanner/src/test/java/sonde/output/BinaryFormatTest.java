// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.util.HexFormat;

/** Byte by byte as masscan has them, and what stands behind. */
class BinaryFormatTest {

    /** The record of masscan's own example, at a whole second. */
    private static final ScanRecord MASSCANS =
            new ScanRecord(
                    0x6b04_a251L * 1_000_000_000L,
                    0xC612_0002,
                    Protocol.TCP,
                    80,
                    Status.OPEN,
                    0x12,
                    64);

    private static String hex(ScanRecord record) {
        byte[] bytes = Records.text(OutputFormat.BINARY, record).getBytes(ISO_8859_1);
        return HexFormat.of().formatHex(bytes);
    }

    private static ScanRecord with(String address, Protocol protocol, Status status) {
        return new ScanRecord(
                MASSCANS.epochNanos(),
                IpAddress.parse(address),
                protocol,
                MASSCANS.port(),
                status,
                MASSCANS.evidence(),
                null);
    }

    /** Whether a content consists of whole records, opening and end among them. */
    static boolean isWhole(String content) {
        int at = 0;
        while (at < content.length()) {
            int lengthBytes = 0;
            int next = 0x80;
            for (at++; next >= 0x80 && at < content.length(); at++) {
                next = content.charAt(at);
                lengthBytes = lengthBytes << 7 | (next & 0x7F);
            }
            at += lengthBytes;
        }
        return at == content.length();
    }

    @Test
    void writesMasscansRecord() {
        assertEquals("060d6b04a251c6120002060050" + "1240", hex(MASSCANS));
        assertEquals(
                "070d6b04a251c6120002060050" + "1240",
                hex(with("198.18.0.2", Protocol.TCP, Status.CLOSED)));
    }

    @Test
    void writesMasscansRecordOfIpv6() {
        String rest = "1a6b04a251" + "840050" + "1240" + "06" + "20010db8000000000000000000000002";
        assertEquals("0a" + rest, hex(with("2001:db8::2", Protocol.SCTP, Status.OPEN)));
        assertEquals("0b" + rest, hex(with("2001:db8::2", Protocol.SCTP, Status.CLOSED)));
    }

    @Test
    void writesMasscansBanner() {
        Banner banner = new Banner(Service.TITLE, Recognition.NONE, new byte[] {'l', 'a', -1});
        ScanRecord open =
                new ScanRecord(
                        MASSCANS.epochNanos(),
                        0xC612_0002,
                        Protocol.TCP,
                        80,
                        Status.OPEN,
                        0,
                        64,
                        banner);
        // Before it, that the number is Sonde's.
        assertEquals(
                "6d06" + "736f6e6465" + "02" + "09116b04a251c6120002060050" + "001140" + "6c61ff",
                hex(open));
        ScanRecord ipv6 =
                new ScanRecord(
                        MASSCANS.epochNanos(),
                        IpAddress.parse("2001:db8::2"),
                        Protocol.TCP,
                        80,
                        Status.OPEN,
                        Evidence.tcp(0, 64, Evidence.UNKNOWN),
                        banner);
        assertEquals(
                "6d06736f6e646502"
                        + "0d1e6b04a251"
                        + "060050"
                        + "001140"
                        + "0620010db8000000000000000000000002"
                        + "6c61ff",
                hex(ipv6));
    }

    @Test
    void putsMoreBehindWhereMasscanDoesNotLook() {
        // What there is as bits, the nanoseconds, the round trip, the Ethernet address, up.
        ScanRecord neighbour =
                new ScanRecord(
                        MASSCANS.epochNanos() + 5,
                        IpAddress.parse("198.18.0.2"),
                        Protocol.ARP,
                        0,
                        Status.UP,
                        new Evidence(0, 0, 95, null, Evidence.UNKNOWN, 0x0000_0C12_34FFL),
                        null);
        assertEquals(
                "061e6b04a251c6120002000000"
                        + "0000"
                        + "00c5"
                        + "00000005"
                        + "0000005f"
                        + "00000c1234ff"
                        + "03",
                hex(neighbour));
    }

    @Test
    void putsStatusesThatMasscanLacksIntoRecordsThatItPassesOver() {
        assertEquals(
                "6d17" + "736f6e6465" + "0106" + "6b04a251c6120002060050" + "1240" + "0080" + "02",
                hex(with("198.18.0.2", Protocol.TCP, Status.FILTERED)));
    }

    @Test
    void putsABannersExtrasBeforeIt() {
        String hex = hex(Records.BANNER);
        assertTrue(
                hex.startsWith("6d0e" + "736f6e6465" + "02" + "0301" + "3b9ac9ff" + "02" + "12"),
                hex);
        assertTrue(hex.contains("0917" + "6b04a2"), hex);
    }

    @Test
    void writesTheLongestBanner() {
        byte[] text = new byte[Banner.LENGTH_MAX_BYTES];
        Banner banner = new Banner(Service.HTTP, Recognition.NONE, text);
        ScanRecord record = new ScanRecord(0, 1, Protocol.TCP, 80, Status.OPEN, 0, 0, banner);
        // 65550 bytes: 4, 0, 14 in groups of seven bits.
        assertTrue(hex(record).startsWith("0984800e"));
        assertEquals(2 * (4 + 14 + text.length), hex(record).length());
    }

    @Test
    void beginsAndEndsInMasscansFrames() {
        RecordFormat format = OutputFormat.BINARY.format(Records.SETTINGS);
        String opening = new String(format.opening(), ISO_8859_1);
        assertEquals(99, opening.length());
        assertEquals("masscan/1.1\ns:1795465722\n", opening.replace("\0", ""));
        assertEquals("masscan/1.1", new String(format.closing(7), ISO_8859_1).replace("\0", ""));
        assertEquals(99, format.closing(7).length);
    }
}
