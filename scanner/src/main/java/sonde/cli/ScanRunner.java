// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanException;
import sonde.engine.ScanOptions;

/** Carries out what was asked for. */
@FunctionalInterface
interface ScanRunner {

    /**
     * Runs a scan, or what the options say instead of one, to its end.
     *
     * @return how it ended
     * @throws ScanException if it can't begin or go on; its message is shown to the user and its
     *     reason becomes the exit code
     */
    ExitCode run(ScanOptions options) throws ScanException;
}
