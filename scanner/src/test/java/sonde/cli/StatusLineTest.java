// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.cli.StatusLine.Style;
import sonde.engine.ScanOptions;
import sonde.engine.ScanStatus;
import sonde.engine.ScanStatus.State;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

final class StatusLineTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String TEXT =
            "rate:  0.50-kpps,  1.29% done,   0:07:38 remaining, found=54, lost=0";
    private static final ScanStatus END =
            new ScanStatus(State.FINISHED, SECOND, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String printed() {
        String text = out.toString(StandardCharsets.US_ASCII);
        out.reset();
        return text;
    }

    private int linesUntil(StatusLine line, long seconds) {
        for (long tick = 0; tick < seconds * 10; tick++) {
            line.update(StatusTextTest.running(tick * SECOND / 10));
        }
        return (int) printed().chars().filter(c -> c == '\n' || c == '\r').count();
    }

    @Test
    void writesOverItselfOnATerminal() {
        StatusLine line = new StatusLine(out, Style.IN_PLACE, 0);
        line.update(StatusTextTest.running(0));
        assertEquals("\r\033[K\033[?7l" + TEXT + "\033[?7h", printed());
        line.update(StatusTextTest.running(SECOND / 5));
        assertEquals("", printed());
        line.update(StatusTextTest.running(SECOND / 4));
        assertEquals("\r\033[K\033[?7l" + TEXT + "\033[?7h", printed());
    }

    /** Programs that read the lines must not miss a state that is over within a second. */
    @Test
    void tellsProgramsEveryState() {
        StatusLine line = new StatusLine(out, Style.JSON, 0);
        line.update(StatusTextTest.running(0));
        line.update(new ScanStatus(State.WAITING, SECOND / 10, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
        String text = printed();
        assertTrue(text.contains("\"running\"") && text.contains("\"waiting\""), text);
        line.update(new ScanStatus(State.WAITING, SECOND / 5, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
        assertEquals("", printed());
    }

    @Test
    void makesWayForResults() {
        StatusLine line = new StatusLine(out, Style.IN_PLACE, 0);
        line.clear();
        assertEquals("", printed());
        line.update(StatusTextTest.running(0));
        printed();
        line.clear();
        line.clear();
        assertEquals("\r\033[K", printed());
        line.update(StatusTextTest.running(SECOND));
        printed();
        line.finish(END);
        assertEquals("\r\033[K", printed());
    }

    @Test
    void keepsToTheTerminalsWidth() {
        new StatusLine(out, Style.IN_PLACE, 40).update(StatusTextTest.running(0));
        assertEquals("\r\033[K\033[?7l" + TEXT.substring(0, 39) + "\033[?7h", printed());
    }

    @Test
    void printsLinesElsewhereEverLessOften() {
        assertEquals(12, linesUntil(new StatusLine(out, Style.PLAIN, 0), 60));
        assertEquals(12 + 18, linesUntil(new StatusLine(out, Style.PLAIN, 0), 600));
        assertEquals(12 + 18 + 50, linesUntil(new StatusLine(out, Style.PLAIN, 0), 3600));
        new StatusLine(out, Style.PLAIN, 40).update(StatusTextTest.running(0));
        assertEquals(TEXT + "\n", printed());
    }

    @Test
    void printsJsonEverySecondAndAtTheEnd() {
        StatusLine line = new StatusLine(out, Style.JSON, 0);
        assertEquals(10, linesUntil(line, 10));
        line.finish(END);
        assertTrue(printed().startsWith("{\"state\":\"finished\","));
    }

    @Test
    void canBeSilent() {
        StatusLine line = new StatusLine(out, Style.NONE, 0);
        assertFalse(line.isDue(Long.MAX_VALUE));
        line.update(StatusTextTest.running(0));
        line.finish(END);
        assertEquals("", printed());
    }

    @Test
    void givesUpWhenNobodyListens() {
        StatusLine line =
                new StatusLine(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        },
                        Style.PLAIN,
                        0);
        line.update(StatusTextTest.running(0));
        assertFalse(line.isDue(Long.MAX_VALUE));
    }

    @Test
    void suitsWhereItGoes() {
        ScanOptions options = new ScanOptions();
        assertEquals(Style.IN_PLACE, StatusLine.style(options, true, "xterm"));
        assertEquals(Style.PLAIN, StatusLine.style(options, true, "dumb"));
        assertEquals(Style.PLAIN, StatusLine.style(options, true, null));
        assertEquals(Style.PLAIN, StatusLine.style(options, false, "xterm"));
        options.statusJson = true;
        assertEquals(Style.JSON, StatusLine.style(options, true, "xterm"));
        options.status = false;
        assertEquals(Style.NONE, StatusLine.style(options, true, "xterm"));
    }
}
