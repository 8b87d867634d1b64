// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanListener;
import sonde.engine.ScanOptions;
import sonde.engine.ScanStatus;

import java.io.IOException;

/** Keeps the status line, and keeps it out of the results' way where both are on one terminal. */
final class ScanWatcher implements ScanListener {

    private final StatusLine statusLine;
    private final boolean sharesTerminal;
    private final Console console;

    ScanWatcher(Console console, ScanOptions options) {
        this.console = console;
        boolean isTerminal = Terminal.isTerminal(Terminal.STDERR);
        StatusLine.Style style = StatusLine.style(options, isTerminal, System.getenv("TERM"));
        if (options.packetTrace && style == StatusLine.Style.IN_PLACE) {
            style = StatusLine.Style.NONE;
        }
        statusLine =
                new StatusLine(console.stream(), style, Terminal.columns(System.getenv("COLUMNS")));
        sharesTerminal = isTerminal && Terminal.isTerminal(Terminal.STDOUT);
    }

    @Override
    public synchronized void onStatus(ScanStatus status) {
        if (status.state() == ScanStatus.State.FINISHED) {
            statusLine.finish(status);
        } else {
            statusLine.update(status);
        }
    }

    @Override
    public void onResults(Printing printing) throws IOException {
        if (!sharesTerminal) {
            printing.print();
            return;
        }
        synchronized (this) {
            statusLine.clear();
            printing.print();
        }
    }

    @Override
    public synchronized void onPacket(String line) {
        console.say(line);
    }

    @Override
    public synchronized void onNote(String line) {
        statusLine.clear();
        console.note(line);
    }

    @Override
    public synchronized void onStatusAsked(ScanStatus status) {
        statusLine.clear();
        console.say(console.isJson() ? StatusText.json(status) : StatusText.line(status));
    }

    synchronized void clear() {
        statusLine.clear();
    }
}
