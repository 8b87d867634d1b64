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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class XmlFileWriterTest {

    private static final RecordFormat XML = OutputFormat.XML.format(Records.SETTINGS);
    private static final int PAGE = SimulatedFile.PAGE_BYTES;

    /** The parser's own size limits don't stand for a file's validity. */
    private static void check(SimulatedFile.Moment moment) {
        XmlReader.parse(moment.content());
    }

    private static int recordCount(String content) {
        return content.split("<host ", -1).length - 1;
    }

    private static void write(
            XmlFileWriter writer, SimulatedFile file, List<ScanRecord> records, int flushEvery)
            throws IOException {
        for (int i = 0; i < records.size(); i++) {
            writer.write(records.get(i));
            if ((i + 1) % flushEvery == 0) {
                writer.flush();
                assertEquals(i + 1, recordCount(file.content()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, Integer.MAX_VALUE})
    void isValidWheneverTheProcessIsKilled(int flushEvery) throws IOException {
        SimulatedFile file = new SimulatedFile(XmlFileWriterTest::check);
        List<ScanRecord> records = Records.random(flushEvery, 300);
        XmlFileWriter writer = new XmlFileWriter(XML, file, null);
        write(writer, file, records, flushEvery);
        writer.close();
        assertEquals(Records.document(OutputFormat.XML, records), normal(file.content()));
        assertTrue(file.isClosed());
        assertEquals(0, file.crossings());
    }

    /** Spaces that fill up a page taken away. */
    private static String normal(String content) {
        return Records.timeless(content).replaceAll("(?m)^ +<", "<");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, Integer.MAX_VALUE})
    void isValidWheneverTheProcessIsKilledAmidBannersOfManyPages(int flushEvery)
            throws IOException {
        SimulatedFile file = new SimulatedFile(XmlFileWriterTest::check);
        List<ScanRecord> records = Records.randomWithBanners(flushEvery, 40);
        try (XmlFileWriter writer = new XmlFileWriter(XML, file, null)) {
            write(writer, file, records, flushEvery);
        }
        assertEquals(Records.document(OutputFormat.XML, records), normal(file.content()));
    }

    @Test
    void isValidAtEveryLengthOfTheLastRecordOfAPage() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        for (int run = 0; run < 50; run++) {
            SimulatedFile file = new SimulatedFile(XmlFileWriterTest::check);
            List<ScanRecord> records = Records.random(random.nextLong(), 40);
            try (XmlFileWriter writer = new XmlFileWriter(XML, file, null)) {
                for (ScanRecord record : records) {
                    writer.write(record);
                    if (random.nextInt(8) == 0) {
                        writer.flush();
                    }
                }
            }
            assertEquals(Records.document(OutputFormat.XML, records), normal(file.content()));
        }
    }

    @Test
    void isValidFromTheBeginningWithACommandLineOfManyPages() throws IOException {
        OutputSettings.Run run = Records.SETTINGS.run();
        for (int length : new int[] {3000, 3400, 3500, 4096, 9000, 100_000}) {
            OutputSettings settings =
                    OutputSettings.plain(
                            new OutputSettings.Run(
                                    run.version(),
                                    "?>".repeat(length / 2),
                                    run.startedEpochSeconds(),
                                    run.scanned()));
            SimulatedFile file = new SimulatedFile(XmlFileWriterTest::check);
            XmlFileWriter writer = new XmlFileWriter(OutputFormat.XML.format(settings), file, null);
            writer.write(Records.PLAIN);
            writer.close();
            assertEquals(1, recordCount(file.content()));
            String args = XmlReader.read(file.content()).getDocumentElement().getAttribute("args");
            assertEquals("sonde " + "?>".repeat(length / 2), args);
        }
    }

    /** The file is killed at any moment, cut back to each mark before it, and gone on with. */
    @Test
    void isValidWhileItIsCutBackToAMark() throws IOException {
        List<ScanRecord> records = Records.randomWithBanners(31, 24);
        List<String> moments = new ArrayList<>();
        List<OutputMark> marks = new ArrayList<>();
        List<Integer> reached = new ArrayList<>();
        SimulatedFile file =
                new SimulatedFile(moment -> {
                    moments.add(moment.content());
                    reached.add(marks.size());
                });
        try (XmlFileWriter writer = new XmlFileWriter(XML, file, null)) {
            marks.add(writer.mark());
            for (ScanRecord record : records) {
                writer.write(record);
                writer.flush();
                marks.add(writer.mark());
            }
        }
        SplittableRandom random = new SplittableRandom(31);
        for (int moment = 0; moment < moments.size(); moment++) {
            int choices = reached.get(moment);
            if (choices > 0) {
                goOn(moments.get(moment), marks.get(random.nextInt(choices)), records);
            }
        }
    }

    private static void goOn(String content, OutputMark mark, List<ScanRecord> records)
            throws IOException {
        SimulatedFile file = new SimulatedFile(XmlFileWriterTest::check, content);
        XmlFileWriter writer = new XmlFileWriter(XML, file, mark);
        assertEquals(mark.records(), recordCount(file.content()));
        int from = (int) mark.records();
        write(writer, file, records.subList(from, from), 1);
        for (ScanRecord record : records.subList(from, records.size())) {
            writer.write(record);
        }
        writer.close();
        assertEquals(Records.document(OutputFormat.XML, records), normal(file.content()));
    }

    @Test
    void tellsWhetherTheScanEnded() throws IOException {
        SimulatedFile file = new SimulatedFile();
        XmlFileWriter writer = new XmlFileWriter(XML, file, null);
        assertTrue(file.content().contains("exit=\"error\" errormsg=\"the scan did not end\""));
        writer.write(Records.PLAIN);
        writer.suspend();
        assertTrue(file.content().contains("exit=\"error\""));
        assertEquals(1, recordCount(file.content()));
        writer = new XmlFileWriter(XML, file, writer.mark());
        writer.close();
        assertTrue(file.content().contains("exit=\"success\""));
        assertFalse(file.content().contains("errormsg"));
        assertTrue(file.content().endsWith("</nmaprun>\n"));
    }

    @Test
    void writesNothingWhenThereIsNothingNew() throws IOException {
        SimulatedFile file = new SimulatedFile();
        XmlFileWriter writer = new XmlFileWriter(XML, file, null);
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
        int least = XML.opening().length + XML.provisionalClosing(0).length;
        for (int limit = least; limit < 2 * PAGE; limit += limit % PAGE < 200 ? 1 : 37) {
            SimulatedFile file = new SimulatedFile();
            XmlFileWriter writer = new XmlFileWriter(XML, file, null);
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
            XmlReader.parse(file.content());
            assertEquals(flushed, recordCount(file.content()));
            assertEquals(flushed, writer.mark().records());
            assertThrows(OutputException.class, () -> writer.write(Records.PLAIN));
            assertThrows(OutputException.class, writer::flush);
            writer.close();
            assertTrue(file.isClosed());
            XmlReader.parse(file.content());
        }
    }

    @Test
    void leavesAnEmptyFileWhenNotEvenTheOpeningFits() {
        for (int limit : new int[] {0, 1, 100, 300}) {
            SimulatedFile file = new SimulatedFile();
            file.limit(limit);
            assertThrows(OutputException.class, () -> new XmlFileWriter(XML, file, null));
            assertEquals("", file.content());
        }
    }
}
