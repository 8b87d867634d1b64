// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An output to a FIFO that several legs of a scan write to. */
@Timeout(60)
class OpenStreamsTest {

    private static final List<ScanRecord> RECORDS = Records.random(2, 2);

    @TempDir Path folder;

    private String fifo = "";

    @BeforeEach
    void makeFifo() throws Exception {
        fifo = folder.resolve("fifo").toString();
        Process maker = new ProcessBuilder("mkfifo", fifo).start();
        assumeTrue(maker.waitFor() == 0, "skipped: no mkfifo here");
    }

    /** What comes out of the FIFO until it is closed, while something is put in. */
    private String readDuring(Legs legs) throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<byte[]> said = threads.submit(() -> Files.readAllBytes(Path.of(fifo)));
            legs.run();
            return new String(said.get(), StandardCharsets.US_ASCII);
        }
    }

    private interface Legs {
        void run() throws IOException;
    }

    private OutputMark leg(OpenStreams streams, OutputMark mark, ScanRecord record)
            throws IOException {
        Outputs outputs = new Outputs(streams);
        outputs.open(OutputFormat.JSON, fifo, Records.SETTINGS, mark);
        outputs.write(record);
        outputs.flush();
        OutputMark next = outputs.marks().getFirst();
        outputs.suspend();
        outputs.close();
        return next;
    }

    @Test
    void whatGoesOnHasOneBeginningAndOneEnd() throws Exception {
        String said =
                readDuring(() -> {
                    try (OpenStreams streams = new OpenStreams()) {
                        OutputMark mark = new OutputMark(-1, 0, 0);
                        mark = leg(streams, mark, RECORDS.getFirst());
                        leg(streams, mark, RECORDS.getLast());
                    }
                });
        assertEquals(Records.document(OutputFormat.JSON, RECORDS), Records.settled(said));
    }

    @Test
    void whoFinishesClosesIt() throws Exception {
        OpenStreams streams = new OpenStreams();
        String said =
                readDuring(() -> {
                    try (Outputs outputs = new Outputs(streams)) {
                        outputs.open(OutputFormat.JSON, fifo, Records.SETTINGS, null);
                    }
                });
        assertEquals(Records.document(OutputFormat.JSON, List.of()), Records.settled(said));
        assertNull(streams.take(OutputFormat.JSON, fifo));
    }

    @Test
    void filesAreNotKeptOpen() throws IOException {
        OpenStreams streams = new OpenStreams();
        String file = folder.resolve("file").toString();
        Outputs outputs = new Outputs(streams);
        outputs.open(OutputFormat.JSON, file, Records.SETTINGS, null);
        outputs.suspend();
        assertNull(streams.take(OutputFormat.JSON, file));
    }
}
