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
     * What a writer that had come so far would say; null to begin anew.
     *
     * @param name how messages call the file
     * @param appends whether a file that is there is continued
     * @param resumed what the writer said that this one takes over from; null for none
     */
    static @Nullable OutputMark continued(
            RecordFormat format,
            Compression compression,
            String name,
            Path path,
            boolean appends,
            @Nullable OutputMark resumed)
            throws IOException {
        if (resumed != null && resumed.position() > 0) {
            check(resumed, name, path);
            return resumed;
        }
        if (resumed != null || !appends || !Files.exists(path) || Files.size(path) == 0) {
            return null;
        }
        return continuation(format, compression, name, path);
    }

    private static void check(OutputMark mark, String name, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new OutputException(
                    "cannot go on with " + name + ": it is not there any more", null);
        }
        if (mark.fileKey() != 0 && mark.fileKey() != Destination.key(path)) {
            throw new OutputException(
                    "cannot go on with " + name + ": it is another file than the scan had written",
                    null);
        }
        if (Files.size(path) < mark.position()) {
            throw new OutputException(
                    "cannot go on with "
                            + name
                            + ": it has "
                            + Files.size(path)
                            + " bytes, and the scan had written "
                            + mark.position(),
                    null);
        }
    }

    /**
     * Whether there is something before the first record or behind the last can't be told from the
     * outside of members; formats without are continued by one more member.
     */
    private static OutputMark continuation(
            RecordFormat format, Compression compression, String name, Path path)
            throws IOException {
        boolean hasFrame =
                format.opening().length
                                + format.separator().length
                                + format.closing(0).length
                        > 0;
        if (hasFrame) {
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
                    "cannot append to " + name + ": it is no whole " + compression.suffix() + " file",
                    null);
        }
        return new OutputMark(whole, 0, Destination.key(path));
    }
}
