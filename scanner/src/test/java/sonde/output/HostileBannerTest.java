// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What no server can do to a file of text, whatever it says. */
class HostileBannerTest {

    /** What has a meaning in one format or another. */
    private static final List<String> PIECES =
            List.of(
                    "\n",
                    "\r\n",
                    "\t",
                    "\0",
                    "\"",
                    "'",
                    "\\",
                    "\\x0a",
                    ",",
                    ";",
                    "=1+1",
                    "@SUM",
                    "{}",
                    "[]",
                    "\u001b[2J",
                    "\u009b2J",
                    "\u007f",
                    "#masscan",
                    "# end",
                    "Host: 198.18.0.9 ()\tPorts: 1/open/tcp////",
                    "-----END CERTIFICATE-----",
                    "</host>",
                    "<!--",
                    "&lt;",
                    "\u00e2\u0080\u00a8");

    private static List<ScanRecord> records(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScanRecord> records = new ArrayList<>();
        Service[] services = Service.values();
        for (ScanRecord plain : Records.random(seed, 3000)) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(
                        random.nextInt(4) == 0
                                ? String.valueOf((char) random.nextInt(256))
                                : PIECES.get(random.nextInt(PIECES.size())));
            }
            Service service = services[random.nextInt(services.length)];
            byte[] bytes = text.toString().getBytes(ISO_8859_1);
            records.add(Records.withBanner(plain, new Banner(service, Recognition.ANSWER, bytes)));
        }
        return records;
    }

    /** The lines of a record, none empty; what stands between fields taken away. */
    private static List<String> lines(OutputFormat format, ScanRecord record) {
        String text = Records.text(format, record);
        assertTrue(text.isEmpty() || text.endsWith("\n"), text);
        return switch (format) {
            case CSV -> List.of(text.split("\r\n"));
            case GREPABLE -> {
                assertEquals(3, text.chars().filter(c -> c == '\t').count(), text);
                yield List.of(text.replace('\t', ' ').split("\n"));
            }
            case REDIS, REDIS_STREAM, BINARY -> throw new IllegalArgumentException(format.label());
            case INTERACTIVE, LIST, JSON, NDJSON, XML, UNICORNSCAN, HOST_ONLY, CERTIFICATES, NONE ->
                    text.isEmpty() ? List.of() : List.of(text.split("\n"));
        };
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM", "BINARY"})
    void putsPrintableAsciiAlone(OutputFormat format) {
        for (ScanRecord record : records(91)) {
            for (String line : lines(format, record)) {
                assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7F), line);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM", "BINARY"})
    void addsNoLines(OutputFormat format) {
        for (ScanRecord record : records(92)) {
            List<String> lines = lines(format, record);
            assertTrue(lines.size() <= 1, () -> String.join("\n", lines));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "NDJSON"})
    void leavesJsonValid(OutputFormat format) {
        for (ScanRecord record : records(93)) {
            String text = Records.text(format, record);
            assertTrue(JsonText.isValid(text), text);
        }
    }
}
