// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class OutputsTest {

    @TempDir Path folder;

    private final List<String> calls = new ArrayList<>();

    /** Notes each call and may fail at each. */
    private final class Probe implements RecordWriter {
        private final String name;
        private final boolean fails;

        Probe(String name, boolean fails) {
            this.name = name;
            this.fails = fails;
        }

        private void call(String what) throws IOException {
            calls.add(name + " " + what);
            if (fails) {
                throw new OutputException(name, null);
            }
        }

        @Override
        public void write(ScanRecord record) throws IOException {
            call("write");
        }

        @Override
        public OutputMark mark() {
            return new OutputMark(-1, 0, 0);
        }

        @Override
        public void flush() throws IOException {
            call("flush");
        }

        @Override
        public void close() throws IOException {
            call("close");
        }
    }

    @Test
    void reachesEveryOutputAndReportsTheFirstFailure() {
        Outputs outputs = new Outputs();
        outputs.add(new Probe("a", false));
        outputs.add(new Probe("b", true));
        outputs.add(new Probe("c", true));
        outputs.add(new Probe("d", false));
        for (String what : List.of("write", "flush", "close")) {
            calls.clear();
            IOException failure =
                    assertThrows(
                            IOException.class,
                            () -> {
                                switch (what) {
                                    case "write" -> outputs.write(Records.PLAIN);
                                    case "flush" -> outputs.flush();
                                    default -> outputs.close();
                                }
                            });
            assertEquals("b", failure.getMessage());
            assertEquals("c", failure.getSuppressed()[0].getMessage());
            assertEquals(
                    List.of("a " + what, "b " + what, "c " + what, "d " + what),
                    List.copyOf(calls));
        }
    }

    /** A pipe whose reader goes before the second record. */
    private final class Pipe implements RecordWriter {
        private @Nullable BrokenPipeException gone;
        private int count;

        private void check() throws IOException {
            if (gone != null) {
                throw gone;
            }
        }

        @Override
        public void write(ScanRecord record) throws IOException {
            gone = ++count > 1 ? new BrokenPipeException("gone", null) : null;
            check();
        }

        @Override
        public OutputMark mark() {
            return new OutputMark(-1, 0, 0);
        }

        @Override
        public void flush() throws IOException {
            check();
        }

        @Override
        public void close() {
            calls.add("pipe closed");
        }
    }

    @Test
    void aReaderThatGoesEndsNoOtherOutput() throws IOException {
        Outputs outputs = new Outputs();
        outputs.add(new Pipe());
        outputs.add(new Probe("file", false));
        outputs.write(Records.PLAIN);
        outputs.write(Records.PLAIN);
        outputs.flush();
        outputs.write(Records.PLAIN);
        outputs.close();
        assertEquals(
                List.of(
                        "file write",
                        "file write",
                        "file flush",
                        "file write",
                        "pipe closed",
                        "file close"),
                calls);
    }

    @Test
    void tellsWhenTheLastReaderIsGone() throws IOException {
        Outputs outputs = new Outputs();
        outputs.add(new Pipe());
        outputs.write(Records.PLAIN);
        assertThrows(BrokenPipeException.class, () -> outputs.write(Records.PLAIN));
        outputs.add(new Pipe());
        outputs.write(Records.PLAIN);
        assertThrows(BrokenPipeException.class, () -> outputs.write(Records.PLAIN));
    }

    @Test
    void aReaderThatGoesHidesNoFailure() {
        Outputs outputs = new Outputs();
        outputs.add(new Probe("full", true));
        outputs.add(new Pipe());
        for (int i = 0; i < 3; i++) {
            IOException failure =
                    assertThrows(IOException.class, () -> outputs.write(Records.PLAIN));
            assertEquals("full", failure.getMessage());
        }
    }

    private static List<OutputFormat> fileFormats() {
        return Arrays.stream(OutputFormat.values()).filter(each -> !each.isServer()).toList();
    }

    @Test
    void writesSeveralFormatsAtOnce() throws IOException {
        List<ScanRecord> records = Records.random(1, 100);
        try (Outputs outputs = new Outputs()) {
            for (OutputFormat format : fileFormats()) {
                outputs.open(
                        format, folder.resolve(format.label()).toString(), Records.SETTINGS, null);
            }
            for (ScanRecord record : records) {
                outputs.write(record);
            }
        }
        for (OutputFormat format : fileFormats()) {
            String content =
                    Files.readString(folder.resolve(format.label()), StandardCharsets.ISO_8859_1);
            assertEquals(
                    Records.document(format, records),
                    Records.settled(content).replaceAll("(?m)^ +(,|<)", "$1"));
        }
    }

    @Test
    void refusesTheSameFileTwice() throws IOException {
        Path file = folder.resolve("results");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Outputs outputs = new Outputs()) {
            outputs.open(OutputFormat.JSON, file.toString(), Records.SETTINGS, null);
            OutputException failure =
                    assertThrows(
                            OutputException.class,
                            () ->
                                    outputs.open(
                                            OutputFormat.LIST,
                                            link.toString(),
                                            Records.SETTINGS,
                                            null));
            assertTrue(failure.getMessage().startsWith("cannot write " + link + " twice: "));
            outputs.write(Records.PLAIN);
        }
        assertTrue(JsonText.isValid(Files.readString(file)));
    }

    @Test
    void takesTheSameDeviceTwice() throws IOException {
        try (Outputs outputs = new Outputs()) {
            outputs.open(OutputFormat.JSON, "/dev/null", Records.SETTINGS, null);
            outputs.open(OutputFormat.LIST, "/dev/null", Records.SETTINGS, null);
            outputs.write(Records.PLAIN);
        }
    }

    @Test
    void isContentWithNoOutputAtAll() throws IOException {
        try (Outputs outputs = new Outputs()) {
            outputs.write(Records.PLAIN);
            outputs.flush();
        }
    }
}
