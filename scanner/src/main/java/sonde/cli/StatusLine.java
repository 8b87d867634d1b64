// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanOptions;
import sonde.engine.ScanStatus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows how far a scan has come: in place on a terminal, else a line now and then, or JSON. It
 * knows no clock but the status's own.
 *
 * <p>The thread that prints results owns it, and calls {@link #clear()} before it prints to a
 * terminal. A status line that can't be written is given up without a word: the scan goes on.
 */
public final class StatusLine {

    /** How a status is shown. */
    public enum Style {
        NONE,
        /** One line, written over and over. */
        IN_PLACE,
        /** Lines that stay, ever further apart. */
        PLAIN,
        /** One JSON object a line. */
        JSON
    }

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long IN_PLACE_INTERVAL_NANOS = SECOND_NANOS / 4;

    /** Back to the first column, and blank to the end of the line. */
    private static final String ERASE = "\r\033[K";

    /**
     * Without automatic wrapping, a line wider than the terminal is clipped instead of scrolling
     * it.
     */
    private static final String NO_WRAP = "\033[?7l";

    private static final String WRAP = "\033[?7h";

    private final OutputStream out;
    private final Style style;
    private final int columns;
    private long dueNanos = Long.MIN_VALUE;
    private ScanStatus.@Nullable State shown;
    private boolean drawn;
    private boolean broken;

    /**
     * Makes a status line.
     *
     * @param out where it goes; flushed after every line
     * @param columns the terminal's width, 0 if unknown
     */
    public StatusLine(OutputStream out, Style style, int columns) {
        this.out = out;
        this.style = style;
        this.columns = columns;
    }

    /**
     * The style that suits.
     *
     * @param terminal whether standard error is a terminal
     * @param term the environment's {@code TERM}
     */
    public static Style style(ScanOptions options, boolean terminal, @Nullable String term) {
        if (!options.status) {
            return Style.NONE;
        }
        if (options.statusJson) {
            return Style.JSON;
        }
        return terminal && term != null && !term.equals("dumb") ? Style.IN_PLACE : Style.PLAIN;
    }

    /**
     * Whether it is time for {@link #update}. Cheap; it need not be asked, since an early update
     * does nothing.
     */
    public boolean isDue(long elapsedNanos) {
        return style != Style.NONE && !broken && elapsedNanos >= dueNanos;
    }

    /** Shows a status, if it is time, or the first of another state. */
    public void update(ScanStatus status) {
        boolean isNews = shown != status.state() && style == Style.JSON && !broken;
        if (isNews || isDue(status.elapsedNanos())) {
            shown = status.state();
            dueNanos = status.elapsedNanos() + intervalNanos(status.elapsedNanos());
            show(status);
        }
    }

    /**
     * Takes the line off the terminal, so that other text can be printed; the next update brings it
     * back.
     */
    public void clear() {
        if (drawn) {
            drawn = false;
            write(ERASE);
        }
    }

    /** Shows how the scan ended. On a terminal the line goes away, since the summary says more. */
    public void finish(ScanStatus status) {
        clear();
        if (style == Style.JSON) {
            show(status);
        }
    }

    private long intervalNanos(long elapsedNanos) {
        return switch (style) {
            case IN_PLACE -> IN_PLACE_INTERVAL_NANOS;
            case JSON, NONE -> SECOND_NANOS;
            case PLAIN -> {
                if (elapsedNanos < 60 * SECOND_NANOS) {
                    yield 5 * SECOND_NANOS;
                }
                yield elapsedNanos < 600 * SECOND_NANOS ? 30 * SECOND_NANOS : 60 * SECOND_NANOS;
            }
        };
    }

    private void show(ScanStatus status) {
        switch (style) {
            case NONE -> {}
            case JSON -> write(StatusText.json(status) + "\n");
            case PLAIN -> write(StatusText.line(status) + "\n");
            case IN_PLACE -> {
                String line = StatusText.line(status);
                // The last column stays free: writing it makes some terminals wrap.
                boolean wide = columns > 0 && line.length() >= columns;
                write(ERASE + NO_WRAP + (wide ? line.substring(0, columns - 1) : line) + WRAP);
                drawn = true;
            }
        }
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException _) {
            broken = true;
        }
    }
}
