// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Outputs that go on: after a kill, or after a failure while the scan runs. */
class OutputsResumeTest {

    /** Where records begin in a journal that these tests make up. */
    private static final long ENTRY_BYTES = 100;

    private static final List<ScanRecord> RECORDS = Records.random(3, 10);

    @TempDir Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void open(Outputs outputs, String name, OutputMark mark, long journalBytes)
            throws OutputException {
        outputs.open(
                OutputFormat.JSON, file(name).toString(), Records.SETTINGS, mark, journalBytes);
    }

    private static void write(Outputs outputs, int first, int end) throws IOException {
        for (ScanRecord record : RECORDS.subList(first, end)) {
            outputs.write(record);
        }
        outputs.flush();
    }

    private static void replay(Outputs outputs, int first, int end) throws IOException {
        for (int i = first; i < end; i++) {
            outputs.replay(RECORDS.get(i), i * ENTRY_BYTES);
        }
    }

    private void assertHas(String name, int count) throws IOException {
        assertEquals(
                Records.document(OutputFormat.JSON, RECORDS.subList(0, count)),
                Records.settled(Files.readString(file(name))),
                name);
    }

    @Test
    void eachIsReplayedWhatItLacks() throws IOException {
        List<OutputMark> marks;
        try (Outputs killed = new Outputs()) {
            killed.open(OutputFormat.JSON, file("a").toString(), Records.SETTINGS, null);
            write(killed, 0, 4);
            marks = killed.marks();
            write(killed, 4, 7);
        }
        try (Outputs resumed = new Outputs()) {
            open(resumed, "a", marks.getFirst(), 4 * ENTRY_BYTES);
            resumed.open(OutputFormat.JSON, file("new").toString(), Records.SETTINGS, null);
            replay(resumed, 0, 7);
            write(resumed, 7, 10);
        }
        assertHas("a", 10);
        assertHas("new", 10);
    }

    /** Nothing can be taken back from a pipe: it has had all, or as much as it will have. */
    @Test
    void aStreamIsReplayedNothing() throws IOException {
        OutputMark stream = new OutputMark(-1, 4, 0);
        try (Outputs resumed = new Outputs()) {
            open(resumed, "stream", stream, 4 * ENTRY_BYTES);
            replay(resumed, 0, 7);
        }
        assertHas("stream", 0);
    }

    @Test
    void allAreOpenedAgainWhereTheyStoodAndReplayedTheRest() throws IOException {
        try (Outputs outputs = new Outputs()) {
            outputs.open(OutputFormat.JSON, file("a").toString(), Records.SETTINGS, null);
            outputs.open(OutputFormat.LIST, file("b").toString(), Records.SETTINGS, null);
            write(outputs, 0, 4);
            List<OutputMark> marks = outputs.marks();
            write(outputs, 4, 6);
            outputs.reopen(marks, 4 * ENTRY_BYTES);
            assertEquals(marks, outputs.marks());
            replay(outputs, 0, 8);
            write(outputs, 8, 10);
        }
        assertHas("a", 10);
        assertEquals(
                Records.document(OutputFormat.LIST, RECORDS),
                Records.settled(Files.readString(file("b"))));
    }

    /** An output that was given to it open, or that is a stream, has what it was given. */
    @Test
    void whatCannotBeOpenedAgainIsReplayedNothing() throws IOException {
        List<ScanRecord> taken = new ArrayList<>();
        try (Outputs outputs = new Outputs()) {
            outputs.add(
                    new RecordWriter() {
                        @Override
                        public void write(ScanRecord record) {
                            taken.add(record);
                        }

                        @Override
                        public OutputMark mark() {
                            return new OutputMark(0, 0, 0);
                        }

                        @Override
                        public void flush() {}

                        @Override
                        public void close() {}
                    });
            outputs.open(OutputFormat.JSON, "/dev/null", Records.SETTINGS, null);
            write(outputs, 0, 4);
            outputs.reopen(outputs.marks(), 0);
            replay(outputs, 0, 4);
            assertEquals(RECORDS.subList(0, 4), taken);
            assertEquals(-1, outputs.marks().getLast().position());
            write(outputs, 4, 5);
            assertEquals(RECORDS.subList(0, 5), taken, "it is written to as before");
        }
    }

    /** A file that somebody else put there must not be cut. */
    @Test
    void anotherFileOfTheNameIsRefused() throws IOException {
        try (Outputs outputs = new Outputs()) {
            outputs.open(OutputFormat.JSON, file("a").toString(), Records.SETTINGS, null);
            write(outputs, 0, 4);
            List<OutputMark> marks = outputs.marks();
            Files.move(file("a"), file("away"));
            Files.writeString(file("a"), "x".repeat(10_000));
            OutputException failure =
                    assertThrows(OutputException.class, () -> outputs.reopen(marks, 0));
            assertTrue(String.valueOf(failure.getMessage()).contains(file("a").toString()));
            assertEquals(10_000, Files.size(file("a")));
        }
        assertHas("away", 4);
    }
}
