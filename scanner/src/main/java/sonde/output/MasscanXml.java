// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Where an XML file that masscan has ended can be continued: before its statistics, which are
 * written anew. As nmap.dtd does not know what masscan writes, the file is well-formed afterwards,
 * as it was before, and no more valid.
 */
final class MasscanXml {

    private static final String BEGINNING = "<nmaprun scanner=\"masscan\"";
    private static final String STATISTICS = "<runstats>";

    /** Masscan's end has some 170 bytes; ours, where records came behind, may have a seal. */
    private static final int TAIL_BYTES = 2 * XmlFileWriter.PAGE_BYTES;

    private static final Pattern END =
            Pattern.compile(
                    "<runstats>\\s*<finished [^<>]*/>\\s*<hosts up=\"\\d+\" down=\"\\d+\""
                            + " total=\"(\\d{1,18})\" ?/>\\s*</runstats>\\s*</nmaprun>\\s*"
                            + "(<\\?sonde \\s*\\?>)?\\s*");

    private MasscanXml() {}

    /** Null if the file is not masscan's, or was not ended. */
    static @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        if (!Continuation.head(file).contains(BEGINNING)) {
            return null;
        }
        return Continuation.beforeEnd(file, STATISTICS, END, TAIL_BYTES);
    }
}
