// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.List;

class AppendingWriterTest {

    private static final RecordFormat NDJSON = OutputFormat.NDJSON.format(Records.SETTINGS);
    private static final int PAGE = SimulatedFile.PAGE_BYTES;

    /** A file ends in whole lines, unless a line that crosses into a new page is being written. */
    private static void check(OutputFormat format, SimulatedFile.Moment moment) {
        assertTrue(moment.writeLength() <= PAGE);
        if (moment.cut()) {
            String before = moment.content().substring(0, (int) moment.writePosition());
            assertTrue(before.isEmpty() || isWhole(format, before));
            assertTrue(moment.writeLength() <= RecordFormat.RECORD_MAX_BYTES, "one line alone");
        } else {
            assertTrue(isWhole(format, moment.content()));
        }
    }

    private static boolean isWhole(OutputFormat format, String content) {
        return format == OutputFormat.BINARY
                ? BinaryFormatTest.isWhole(content)
                : content.endsWith("\n");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JSON")
    void leavesWholeLinesWhenKilled(OutputFormat format) throws IOException {
        for (int flushEvery : new int[] {1, 7, 50, Integer.MAX_VALUE}) {
            SimulatedFile file = new SimulatedFile(moment -> check(format, moment));
            List<ScanRecord> records = Records.random(flushEvery, 1000);
            try (AppendingWriter writer =
                    new AppendingWriter(format.format(Records.SETTINGS), file)) {
                for (int i = 0; i < records.size(); i++) {
                    writer.write(records.get(i));
                    if ((i + 1) % flushEvery == 0) {
                        writer.flush();
                    }
                }
            }
            assertEquals(Records.document(format, records), Records.settled(file.content()));
            assertTrue(file.isClosed());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REDIS", "REDIS_STREAM"})
    void streamsEveryFormatToItsClosing(OutputFormat format) throws IOException {
        for (int count : new int[] {0, 1, 2, 1000}) {
            SimulatedFile stream = new SimulatedFile();
            List<ScanRecord> records = Records.random(count, count);
            try (AppendingWriter writer =
                    new AppendingWriter(format.format(Records.SETTINGS), stream)) {
                for (ScanRecord record : records) {
                    writer.write(record);
                }
            }
            assertEquals(Records.document(format, records), Records.settled(stream.content()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 149, 150, 4000, 4095, 4096, 4097, 5000, 8192, 9000})
    void cutsBackToTheLastWholeLineWhenTheDiskIsFull(int limit) throws IOException {
        SimulatedFile file = new SimulatedFile();
        AppendingWriter writer = new AppendingWriter(NDJSON, file);
        file.limit(limit);
        List<ScanRecord> records = Records.random(9, 500);
        OutputException failure =
                assertThrows(
                        OutputException.class,
                        () -> {
                            for (ScanRecord record : records) {
                                writer.write(record);
                                writer.flush();
                            }
                        });
        assertTrue(failure.getMessage().startsWith("disk full while writing simulated"));
        String content = file.content();
        assertTrue(content.isEmpty() || content.endsWith("}\n"));
        assertTrue(content.length() <= limit);
        assertTrue(content.length() > limit - RecordFormat.RECORD_MAX_BYTES);
        assertTrue(Records.document(OutputFormat.NDJSON, records).startsWith(content));
        assertThrows(OutputException.class, () -> writer.write(Records.PLAIN));
        writer.close();
        assertTrue(file.isClosed());
        assertEquals(content, file.content());
    }

    @Test
    void closesTheTargetAlsoWhenTheLastWriteFails() throws IOException {
        SimulatedFile file = new SimulatedFile();
        AppendingWriter writer = new AppendingWriter(NDJSON, file);
        writer.write(Records.PLAIN);
        file.limit(0);
        assertThrows(OutputException.class, writer::close);
        assertTrue(file.isClosed());
    }
}
