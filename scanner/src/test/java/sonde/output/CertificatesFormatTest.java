// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SplittableRandom;

class CertificatesFormatTest {

    private static final Path OPENSSL = Path.of("/usr/bin/openssl");

    @TempDir Path folder;

    private static ScanRecord record(ScanRecord of, Service service, String text) {
        Banner banner = new Banner(service, Recognition.ANSWER, text.getBytes(ISO_8859_1));
        return Records.withBanner(of, banner);
    }

    private static String pem(ScanRecord of, Service service, String text) {
        return Records.text(OutputFormat.CERTIFICATES, record(of, service, text));
    }

    @Test
    void writesACertificateAt64Columns() {
        String base64 = Base64.getEncoder().encodeToString(DerTextTest.sequence(70));
        assertEquals(
                "# 198.18.0.2:80 1795465782\n-----BEGIN CERTIFICATE-----\nMEYA"
                        + "A".repeat(60)
                        + "\n"
                        + "A".repeat(32)
                        + "\n-----END CERTIFICATE-----\n",
                pem(Records.PLAIN, Service.X509, base64));
        assertTrue(
                pem(Records.FILTERED, Service.X509_CA, base64)
                        .startsWith("# [2001:db8::2]:53 1795465782\n-----BEGIN "));
    }

    @Test
    void writesFullLinesWithoutAnEmptyOne() {
        String base64 = Base64.getEncoder().encodeToString(DerTextTest.sequence(46));
        assertEquals(
                "# 198.18.0.2:80 1795465782\n-----BEGIN CERTIFICATE-----\n"
                        + base64
                        + "\n-----END CERTIFICATE-----\n",
                pem(Records.PLAIN, Service.X509, base64));
    }

    @Test
    void leavesOutWhatIsNoCertificate() {
        assertEquals("", Records.text(OutputFormat.CERTIFICATES, Records.PLAIN));
        assertEquals("", Records.text(OutputFormat.CERTIFICATES, Records.BANNER));
    }

    @Test
    void marksWhatIsDamagedAndWritesNoneOfIt() {
        SplittableRandom random = new SplittableRandom(81);
        String forged = "MEYA\n-----END CERTIFICATE-----\n# 198.18.0.9:443 0\n";
        assertEquals(
                "# 198.18.0.2:80 1795465782 damaged\n", pem(Records.PLAIN, Service.X509, forged));
        for (int run = 0; run < 5000; run++) {
            byte[] text = new byte[random.nextInt(200)];
            random.nextBytes(text);
            assertEquals(
                    "# 198.18.0.2:80 1795465782 damaged\n",
                    pem(Records.PLAIN, Service.X509, new String(text, ISO_8859_1)));
        }
    }

    @Test
    void opensslReadsEveryCertificate() throws IOException, InterruptedException {
        if (!Files.isExecutable(OPENSSL)) {
            System.err.println("SKIPPED opensslReadsEveryCertificate: no " + OPENSSL);
        }
        assumeTrue(Files.isExecutable(OPENSSL), "skipped: no " + OPENSSL + " here");
        Path made = folder.resolve("made.der");
        run(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=lab"
                        + " -outform DER -keyout /dev/null -out "
                        + made);
        String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(made));
        Path file = folder.resolve("certs");
        try (RecordWriter writer =
                OutputFormat.CERTIFICATES.open(file.toString(), Records.SETTINGS, null)) {
            writer.write(record(Records.PLAIN, Service.X509, "cut off"));
            for (int i = 0; i < 20; i++) {
                writer.write(record(Records.PLAIN, Service.X509, base64));
                writer.write(Records.BANNER);
            }
        }
        assertEquals(
                20,
                run("storeutl -noout -certs " + file)
                        .lines()
                        .filter(line -> line.matches("[0-9]+: Certificate"))
                        .count());
    }

    private static String run(String arguments) throws IOException, InterruptedException {
        Process openssl =
                new ProcessBuilder((OPENSSL + " " + arguments).split(" ", -1))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(openssl.getInputStream().readAllBytes(), US_ASCII);
        assertEquals(0, openssl.waitFor(), output);
        return output;
    }
}
