// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

class ArrayFileWriterTest {

    private static final RecordFormat JSON = OutputFormat.JSON.format(Records.SETTINGS);
    private static final int PAGE = SimulatedFile.PAGE_BYTES;

    private static int recordCount(String content) {
        return content.split("\"ip\":", -1).length - 1;
    }

    /** Whenever the process is killed, the file is valid, and no write lies across two pages. */
    private static void check(SimulatedFile.Moment moment) {
        assertFalse(moment.cut());
        assertTrue(JsonText.isValid(moment.content()), moment::content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, Integer.MAX_VALUE})
    void isValidWheneverTheProcessIsKilled(int flushEvery) throws IOException {
        SimulatedFile file = new SimulatedFile(ArrayFileWriterTest::check);
        ArrayFileWriter writer = new ArrayFileWriter(JSON, file);
        List<ScanRecord> records = Records.random(flushEvery, 400);
        for (int i = 0; i < records.size(); i++) {
            writer.write(records.get(i));
            if ((i + 1) % flushEvery == 0) {
                writer.flush();
                assertEquals(i + 1, recordCount(file.content()));
            }
        }
        writer.close();
        assertEquals(400, recordCount(file.content()));
        assertTrue(JsonText.isValid(file.content()));
        assertTrue(file.content().endsWith("}\n]\n"));
        assertTrue(file.isClosed());
        assertEquals((file.content().length() - 1) / PAGE, file.crossings());
    }

    @Test
    void isValidAtEveryLengthOfTheLastRecordOfAPage() throws IOException {
        // Records of 130 bytes and more, shifted byte by byte against the pages.
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 0; run < 50; run++) {
            SimulatedFile file = new SimulatedFile(ArrayFileWriterTest::check);
            try (ArrayFileWriter writer = new ArrayFileWriter(JSON, file)) {
                for (ScanRecord record : Records.random(random.nextLong(), 70)) {
                    writer.write(record);
                    if (random.nextInt(8) == 0) {
                        writer.flush();
                    }
                }
            }
            assertEquals(70, recordCount(file.content()));
            assertTrue(file.content().endsWith("}\n]\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, Integer.MAX_VALUE})
    void isValidAfterEachWriteWithBannersLongerThanAPage(int flushEvery) throws IOException {
        SimulatedFile file = new SimulatedFile();
        ArrayFileWriter writer = new ArrayFileWriter(JSON, file);
        List<ScanRecord> records = Records.randomWithBanners(flushEvery, 250);
        for (int i = 0; i < records.size(); i++) {
            writer.write(records.get(i));
            assertTrue(JsonText.isValid(file.content()), file::content);
            if ((i + 1) % flushEvery == 0) {
                writer.flush();
                assertEquals(i + 1, recordCount(file.content()));
            }
        }
        writer.close();
        assertEquals(250, recordCount(file.content()));
        assertTrue(JsonText.isValid(file.content()));
    }

    @Test
    void writesNothingWhenThereIsNothingNew() throws IOException {
        SimulatedFile file = new SimulatedFile();
        ArrayFileWriter writer = new ArrayFileWriter(JSON, file);
        assertEquals("[\n]\n", file.content());
        writer.flush();
        assertEquals(1, file.writes());
        writer.write(Records.PLAIN);
        assertEquals(1, file.writes());
        writer.flush();
        writer.flush();
        assertEquals(2, file.writes());
    }

    @Test
    void staysValidWhereverTheDiskIsFull() throws IOException {
        List<ScanRecord> records = Records.random(8, 60);
        for (int limit = 4; limit < 2 * PAGE + 100; limit += limit % PAGE < 200 ? 1 : 37) {
            SimulatedFile file = new SimulatedFile();
            ArrayFileWriter writer = new ArrayFileWriter(JSON, file);
            file.limit(limit);
            int flushed = 0;
            OutputException failure = null;
            try {
                for (ScanRecord record : records) {
                    writer.write(record);
                    writer.flush();
                    flushed++;
                }
            } catch (OutputException e) {
                failure = e;
            }
            assertTrue(failure != null && failure.getMessage().startsWith("disk full while"));
            assertTrue(JsonText.isValid(file.content()), file::content);
            assertEquals(flushed, recordCount(file.content()));
            assertThrows(OutputException.class, () -> writer.write(Records.PLAIN));
            assertThrows(OutputException.class, writer::flush);
            writer.close();
            assertTrue(file.isClosed());
            assertTrue(JsonText.isValid(file.content()));
        }
    }

    @Test
    void leavesAnEmptyFileWhenNotEvenTheOpeningFits() {
        for (int limit = 0; limit < 4; limit++) {
            SimulatedFile file = new SimulatedFile();
            file.limit(limit);
            assertThrows(OutputException.class, () -> new ArrayFileWriter(JSON, file));
            assertEquals("", file.content());
        }
    }

    @Test
    void closesTheFileAlsoWhenTheLastWriteFails() throws IOException {
        SimulatedFile file = new SimulatedFile();
        ArrayFileWriter writer = new ArrayFileWriter(JSON, file);
        writer.write(Records.PLAIN);
        file.limit(10);
        assertThrows(OutputException.class, writer::close);
        assertTrue(file.isClosed());
        assertEquals("[\n]\n", file.content());
        assertFalse(file.content().contains("ip"));
    }
}
