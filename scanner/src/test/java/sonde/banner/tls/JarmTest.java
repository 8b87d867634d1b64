// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

class JarmTest {

    private static final HexFormat HEX = HexFormat.of();

    private static Jarm.Answer raw(String text) {
        String[] parts = text.split("\\|", -1);
        return new Jarm.Answer(parts[0], parts[1], parts[2], parts[3]);
    }

    /** The answers and the fingerprint that hdm/jarm-go's tests publish. */
    @Test
    void makesThePublishedFingerprint() {
        String full = "c02f|0303|http/1.1|0000-ff01-000b-0023-0010";
        String bare = "c02f|0303||0000-ff01-000b-0023";
        String none = "|||";
        List<Jarm.Answer> answers =
                List.of(full, full, none, bare, bare, none, full, full, full, full).stream()
                        .map(JarmTest::raw)
                        .toList();
        assertEquals(
                "29d29d00029d29d00029d29d29d29d8c9dac4e97f99c7a0e93e9d4d790df0a",
                Jarm.fingerprint(answers));
    }

    /** The beginning of an answer that hdm/jarm-go's tests publish. */
    @Test
    void readsThePublishedAnswer() {
        byte[] bytes =
                HEX.parseHex(
                        "16030300500200004c0303331f11323d4cb22e196c9661a2a8643cb48be65615220cd3"
                                + "bb3e198e06a906b100c02f00002400000000ff01000100000b0004030001"
                                + "020023000000100"
                                + "00b000908687474702f312e31160303");
        assertEquals(
                raw("c02f|0303|http/1.1|0000-ff01-000b-0023-0010"),
                Jarm.answer(bytes, bytes.length));
    }

    @Test
    void refusalsAreZeros() {
        List<Jarm.Answer> refused = Collections.nCopies(10, Jarm.Answer.REFUSED);
        assertEquals("0".repeat(62), Jarm.fingerprint(refused));
        byte[] alert = Recorded.answer("alert");
        assertEquals(Jarm.Answer.REFUSED, Jarm.answer(alert, alert.length));
        assertEquals(Jarm.Answer.REFUSED, Jarm.answer(new byte[0], 0));
        List<Jarm.Answer> one = new ArrayList<>(refused);
        byte[] hello = Recorded.answer("tls13");
        one.set(0, Jarm.answer(hello, hello.length));
        assertTrue(Jarm.fingerprint(one).startsWith("41d" + "000".repeat(9)));
    }

    /** Lengths and order of the suites, as jarm.py puts them together. */
    @Test
    void saysThePublishedHellos() {
        int[] suites = {138, 138, 70, 68, 140, 138, 138, 138, 128, 140};
        int[] records = {
            0x0303, 0x0303, 0x0303, 0x0303, 0x0303, 0x0302, 0x0301, 0x0301, 0x0301, 0x0301
        };
        String[] first = {
            "00160033", "00050004", "c012c007", "c013c027", "(.a)\\1c012c013c007c027",
            "00160033", "00160033", "00050004", "00160033", "(.a)\\1c012c013c007c027"
        };
        for (int i = 0; i < Jarm.HELLO_COUNT; i++) {
            byte[] hello = Jarm.hello(i, "example.org", new SplittableRandom(i));
            assertEquals(records[i], Wire.u16(hello, 1), "record of " + i);
            assertEquals(hello.length - 5, Wire.u16(hello, 3));
            assertEquals(i == 5 ? 0x0302 : 0x0303, Wire.u16(hello, 9));
            // Header, version, random, session ID.
            assertEquals(suites[i], Wire.u16(hello, 76), "suites of " + i);
            String said = HEX.formatHex(hello, 78, 78 + suites[i]);
            // Where there is GREASE, the suite in the middle follows, the next, the one before.
            assertTrue(said.matches(first[i] + ".*"), i + ": " + said);
        }
    }

    /**
     * Every byte of the ten hellos, random parts and GREASE as zeros choose them, is what the
     * published method makes: the hash is that of hellos made by a transcription of jarm.py.
     */
    @Test
    void saysThePublishedBytes() {
        StringBuilder hellos = new StringBuilder();
        for (int i = 0; i < Jarm.HELLO_COUNT; i++) {
            hellos.append(HEX.formatHex(Jarm.hello(i, "example.org", () -> 0))).append('\n');
        }
        assertEquals(
                "6ca45975a16222785bdd34ac3b6a52df6beaada4d0b2673ff3f0c3c56c03ff5e",
                Sha256.hex(hellos.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void onlyRandomPartsChange() {
        byte[] one = Jarm.hello(6, "example.org", new SplittableRandom(1));
        byte[] other = Jarm.hello(6, "example.org", new SplittableRandom(2));
        assertEquals(one.length, other.length);
        int differing = 0;
        for (int i = 0; i < one.length; i++) {
            differing += one[i] == other[i] ? 0 : 1;
        }
        assertTrue(differing > 80 && differing <= 96, "random, session ID, key share");
        assertNotEquals(Arrays.toString(one), Arrays.toString(other));
    }
}
