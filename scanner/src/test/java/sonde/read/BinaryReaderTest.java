// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** Every type that masscan has ever written, byte by byte. */
class BinaryReaderTest {

    private static final String TIME = "6b04a251";
    private static final String IPV4 = "c6120002";
    private static final String IPV6 = "06" + "20010db8000000000000000000000002";

    private static final String OPENING = "masscan/1.1\ns:1795465722\n" + "\0".repeat(99 - 25);

    private static List<ScanRecord> read(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return Results.read(OPENING + new String(bytes, ISO_8859_1));
    }

    private static String list(ScanRecord record) {
        StringBuilder text = new StringBuilder();
        text.append(record.banner() == null ? record.status().label() : "banner")
                .append(' ')
                .append(record.protocol().label())
                .append(' ')
                .append(record.port())
                .append(' ')
                .append(record.address())
                .append(' ')
                .append(record.epochNanos() / 1_000_000_000L)
                .append(' ')
                .append(record.tcpFlags())
                .append(' ')
                .append(record.ttl());
        if (record.banner() != null) {
            text.append(' ').append(record.banner().service().label()).append(' ');
            for (int i = 0; i < record.banner().lengthBytes(); i++) {
                text.append((char) record.banner().at(i));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "060d" + TIME + IPV4 + "0600501240, open tcp 80 198.18.0.2 1795465809 18 64",
        "070d" + TIME + IPV4 + "1100350040, closed udp 53 198.18.0.2 1795465809 0 64",
        "080d" + TIME + IPV4 + "0000000000, up arp 0 198.18.0.2 1795465809 0 0",
        "060d" + TIME + IPV4 + "2f002f0040, open ip 47 198.18.0.2 1795465809 0 64",
        "0910" + TIME + IPV4 + "0600500003406869, banner tcp 80 198.18.0.2 1795465809 0 64 ssh hi",
        "0910"
                + TIME
                + IPV4
                + "0600500063406869, banner tcp 80 198.18.0.2 1795465809 0 64 unknown hi",
        "0a1a" + TIME + "0600501240" + IPV6 + ", open tcp 80 2001:db8::2 1795465809 18 64",
        "0b1a" + TIME + "060050143f" + IPV6 + ", closed tcp 80 2001:db8::2 1795465809 20 63",
        "0c1a" + TIME + "0000000000" + IPV6 + ", up arp 0 2001:db8::2 1795465809 0 0",
        "0d1d"
                + TIME
                + "060050000440"
                + IPV6
                + "6869, banner tcp 80 2001:db8::2 1795465809 0 64 http hi",
        "010c" + TIME + IPV4 + "00501240, open tcp 80 198.18.0.2 1795465809 18 64",
        "020c" + TIME + IPV4 + "00351240, closed udp 53 198.18.0.2 1795465809 18 64",
        "010c" + TIME + IPV4 + "8e441240, open sctp 36420 198.18.0.2 1795465809 18 64",
        "030e" + TIME + IPV4 + "005000046869, banner tcp 80 198.18.0.2 1795465809 0 0 http hi",
        "040e" + TIME + IPV4 + "11005000046869, banner udp 80 198.18.0.2 1795465809 0 0 http hi",
        "050f" + TIME + IPV4 + "11005000046869, banner udp 80 198.18.0.2 1795465809 0 0 http hi",
    })
    void readsEveryType(String hex, String expected) throws IOException {
        String twice = hex + hex;
        String wanted = expected.replace("sctp 36420", "tcp 36420");
        assertEquals(
                List.of(wanted, wanted), read(twice).stream().map(BinaryReaderTest::list).toList());
    }

    @Test
    void guessesSctpWhereOldFilesDoNotSay() throws IOException {
        assertEquals(
                "open sctp 2905 198.18.0.2 1795465809 18 64",
                list(read("010c" + TIME + IPV4 + "0b591240").getFirst()));
    }

    @Test
    void readsJoinedFiles() throws IOException {
        byte[] bytes = HexFormat.of().parseHex("060d" + TIME + IPV4 + "0600501240");
        String end = "masscan/1.1" + "\0".repeat(88);
        String file = OPENING + new String(bytes, ISO_8859_1) + end;
        assertEquals(3, Results.read(file + file + file).size());
    }

    @Test
    void takesExtrasForTheNextBannerAlone() throws IOException {
        // Nanoseconds 5, reproach, by flags 0x12; then a banner, and one without.
        String extras = "6d0e" + "736f6e6465" + "02" + "0301" + "00000005" + "03" + "12";
        String banner = "0910" + TIME + IPV4 + "0600500003406869";
        List<String> words = Results.words(read(extras + banner + banner));
        assertTrue(words.getFirst().startsWith("1795465809000000005 "), words.toString());
        assertTrue(words.getFirst().contains("tcpFlags=18"), words.toString());
        assertTrue(words.getFirst().endsWith("SSH REPROACH hi"), words.toString());
        assertTrue(words.getLast().startsWith("1795465809000000000 "), words.toString());
        assertTrue(words.getLast().endsWith("SSH NONE hi"), words.toString());
    }

    @Test
    void passesOverWhatALaterSondeMayWrite() throws IOException {
        String unknownKind = "6d08" + "736f6e6465" + "63" + "0102";
        String unknownExtras = "0612" + TIME + IPV4 + "0600501240" + "8000" + "aabbcc";
        assertEquals(1, read(unknownKind + unknownExtras).size());
    }

    @ParameterizedTest
    @CsvSource({
        "0e00, a record of the unknown type 14",
        "0603aabbcc, a record of 3 bytes that needs 13",
        "06ffffff7f, a record of 268435455 bytes",
        "ffffffffff, a number that doesn't end",
    })
    void namesThePlaceOfWhatIsDamaged(String hex, String reason) {
        String good = "060d" + TIME + IPV4 + "0600501240";
        ReadException e = assertThrows(ReadException.class, () -> read(good + hex));
        assertEquals(
                "results, byte 114: "
                        + reason
                        + ": this is no binary file of masscan's or Sonde's, or it is damaged",
                e.getMessage());
    }
}
