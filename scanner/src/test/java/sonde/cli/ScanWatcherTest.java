// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import sonde.engine.ScanOptions;
import sonde.engine.ScanStatus;
import sonde.engine.ScanStatus.State;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Of a scan whose status goes to a program, or nowhere. */
final class ScanWatcherTest {

    private static final long SECOND = 1_000_000_000L;
    private static final ScanStatus RUNNING = StatusTextTest.running(0);
    private static final ScanStatus END =
            new ScanStatus(State.FINISHED, SECOND, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ScanWatcher watcher(boolean isJson, boolean showsStatus) {
        ScanOptions options = new ScanOptions();
        options.status = showsStatus;
        options.statusJson = isJson;
        return new ScanWatcher(new Console(out, isJson), options);
    }

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void programsGetEveryStateAndTheEnd() {
        ScanWatcher watcher = watcher(true, true);
        watcher.onStatus(RUNNING);
        assertEquals(StatusText.json(RUNNING) + "\n", printed());
        watcher.onStatus(RUNNING);
        assertEquals("", printed(), "too soon");
        watcher.onStatus(END);
        assertEquals(StatusText.json(END) + "\n", printed());
    }

    @Test
    void notesAndAskedForStatusesAreInTheLanguageOfTheReader() {
        ScanWatcher program = watcher(true, true);
        program.onNote("note: so");
        assertEquals("{\"note\":\"note: so\"}\n", printed());
        program.onStatusAsked(RUNNING);
        assertEquals(StatusText.json(RUNNING) + "\n", printed());
        ScanWatcher person = watcher(false, false);
        person.onNote("note: so");
        assertEquals("note: so\n", printed());
        person.onStatusAsked(RUNNING);
        assertEquals(StatusText.line(RUNNING) + "\n", printed());
    }

    @Test
    void whoWantsNoStatusGetsNone() {
        ScanWatcher watcher = watcher(false, false);
        watcher.onStatus(RUNNING);
        watcher.onStatus(END);
        watcher.clear();
        assertEquals("", printed());
    }

    @Test
    void packetsAreLines() {
        watcher(true, true).onPacket("SENT x");
        assertEquals("SENT x\n", printed());
    }

    @Test
    void resultsArePrintedOnceAndTheirFailureIsPassedOn() throws IOException {
        ScanWatcher watcher = watcher(false, false);
        int[] printings = new int[1];
        watcher.onResults(() -> printings[0]++);
        assertEquals(1, printings[0]);
        IOException failure =
                assertThrows(
                        IOException.class,
                        () ->
                                watcher.onResults(() -> {
                                    throw new IOException("no");
                                }));
        assertEquals("no", failure.getMessage());
    }
}
