// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

/**
 * Writes nothing: for scans of which only the summary matters, or another output. A file that is
 * named stays empty. Masscan prints an error a record instead.
 */
final class NoneFormat implements RecordFormat {

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {}
}
