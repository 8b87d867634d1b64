// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.engine.ScanStatus;
import sonde.engine.ScanStatus.State;

final class StatusTextTest {

    static ScanStatus running(long elapsedNanos) {
        return new ScanStatus(
                State.RUNNING, elapsedNanos, 498.06, 0.0129, 457.2, 10, 54, 0, 62, 1, 256, 70, 0);
    }

    private static ScanStatus status(State state, double remainingSeconds, double waitingSeconds) {
        return new ScanStatus(
                state,
                1_500_000_000L,
                0,
                1,
                remainingSeconds,
                waitingSeconds,
                55,
                2,
                256,
                0,
                256,
                300,
                0);
    }

    @Test
    void looksLikeMasscans() {
        assertEquals(
                "rate:  0.50-kpps,  1.29% done,   0:07:38 remaining, found=54, lost=0",
                StatusText.line(running(0)));
        assertEquals(
                "rate:  0.00-kpps, 100.00% done, waiting 9-secs, found=55, lost=2",
                StatusText.line(status(State.WAITING, 0, 8.7)));
        assertEquals(
                "rate:  0.00-kpps, 100.00% done, waiting forever, found=55, lost=2",
                StatusText.line(status(State.WAITING, 0, Double.POSITIVE_INFINITY)));
        assertEquals(
                "rate:  0.00-kpps, 100.00% done,   -:--:-- remaining, found=55, lost=2",
                StatusText.line(status(State.RUNNING, Double.NaN, 10)));
        assertEquals(
                "rate:  0.00-kpps, 100.00% done, finished, found=55, lost=2",
                StatusText.line(status(State.FINISHED, 0, 0)));
    }

    @Test
    void isJson() {
        assertEquals(
                "{\"state\":\"running\",\"rate\":{\"kpps\":0.50,\"pps\":498.06},\"progress\":{\"percent\":1.29,"
                    + "\"eta\":{\"hours\":0,\"mins\":7,\"seconds\":38},"
                    + "\"syn\":{\"sent\":62,\"total\":256,\"remaining\":253,\"refused\":1},"
                    + "\"found\":54,\"received\":70,\"lost\":0},\"elapsed\":0.250}",
                StatusText.json(running(250_000_000L)));
        String rest =
                "\"syn\":{\"sent\":256,\"total\":256,\"remaining\":0,\"refused\":0},"
                        + "\"found\":55,\"received\":300,\"lost\":2},\"elapsed\":1.500}";
        String start = "\"rate\":{\"kpps\":0.00,\"pps\":0.00},\"progress\":{\"percent\":100.00,";
        assertEquals(
                "{\"state\":\"waiting\"," + start + "\"seconds\":9," + rest,
                StatusText.json(status(State.WAITING, 0, 8.7)));
        assertEquals(
                "{\"state\":\"waiting\"," + start + "\"seconds\":null," + rest,
                StatusText.json(status(State.WAITING, 0, Double.POSITIVE_INFINITY)));
        assertEquals(
                "{\"state\":\"running\"," + start + "\"eta\":null," + rest,
                StatusText.json(status(State.RUNNING, Double.NaN, 0)));
        assertEquals(
                "{\"state\":\"finished\"," + start + rest,
                StatusText.json(status(State.FINISHED, 0, 0)));
    }

    @Test
    void tellsOfConversationsWhileThereAreSome() {
        ScanStatus talking =
                new ScanStatus(
                        State.WAITING, 1_500_000_000L, 0, 1, 0, 9, 55, 2, 256, 0, 256, 70, 12);
        assertTrue(StatusText.line(talking).endsWith("found=55, lost=2, talking=12"));
        ScanStatus waited =
                new ScanStatus(
                        State.WAITING, 1_500_000_000L, 0, 1, 0, 0, 55, 2, 256, 0, 256, 70, 12);
        assertTrue(StatusText.line(waited).contains("done, talking, found=55"));
        assertTrue(StatusText.json(talking).contains(",\"lost\":2,\"talking\":12},"));
    }

    @Test
    void staysJsonWhateverTheNumbers() {
        ScanStatus odd =
                new ScanStatus(
                        State.RUNNING,
                        -1,
                        Double.NaN,
                        Double.NEGATIVE_INFINITY,
                        -5,
                        Double.NaN,
                        -1,
                        -1,
                        5,
                        0,
                        0,
                        0,
                        0);
        assertEquals(
                "{\"state\":\"running\",\"rate\":{\"kpps\":0.00,\"pps\":0.00},\"progress\":{\"percent\":0.00,"
                    + "\"eta\":null,\"syn\":{\"sent\":5,\"total\":0,\"remaining\":0,\"refused\":0},"
                    + "\"found\":-1,\"received\":0,\"lost\":-1},\"elapsed\":0.000}",
                StatusText.json(odd));
    }
}
