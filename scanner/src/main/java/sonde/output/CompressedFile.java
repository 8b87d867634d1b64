// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a compressed file that is there can be gone on with. */
final class CompressedFile {

    private CompressedFile() {}

    /**
     * What a writer that had come so far would say; null where there is nothing. Whether there is
     * something before the first record or behind the last can't be told from the outside of
     * members; so only formats without are continued, by one more member, unless they want to know
     * what is there.
     *
     * @param name how messages call the file
     */
    static @Nullable OutputMark continuation(
            RecordFormat format, Compression compression, String name, Path path)
            throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return null;
        }
        boolean hasFrame =
                format.opening().length + format.separator().length + format.closing(0).length > 0;
        if (hasFrame || format.recalls()) {
            throw new OutputException(
                    "cannot append to "
                            + name
                            + ": compressed files of this format can't be continued; choose another"
                            + " name, or leave out "
                            + compression.suffix(),
                    null);
        }
        long whole = compression.wholeBytes(path);
        if (whole == 0) {
            throw new OutputException(
                    "cannot append to "
                            + name
                            + ": it is no whole "
                            + compression.suffix()
                            + " file",
                    null);
        }
        return new OutputMark(whole, 0, Destination.key(path));
    }
}
