// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** How a file is compressed: its name's end says so, in whichever case. */
enum Compression {
    /** RFC 1952. */
    GZIP(".gz") {
        @Override
        Compressor compressor() {
            return new GzipMember();
        }

        @Override
        long wholeBytes(Path file) throws IOException {
            return WholeMembers.ofGzip(file);
        }
    },
    /** RFC 8878. */
    ZSTD(".zst") {
        @Override
        Compressor compressor() {
            return new ZstdFrame();
        }

        @Override
        long wholeBytes(Path file) throws IOException {
            return WholeMembers.ofZstd(file);
        }
    };

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What the name of such a file ends in, {@code .gz} or {@code .zst}. */
    String suffix() {
        return suffix;
    }

    abstract Compressor compressor();

    /** The length of the whole members that a file begins with, in bytes. */
    abstract long wholeBytes(Path file) throws IOException;

    /** What a file's name asks for; null for nothing. */
    static @Nullable Compression of(String name) {
        for (Compression each : values()) {
            if (name.toLowerCase(Locale.ROOT).endsWith(each.suffix)) {
                return each;
            }
        }
        return null;
    }
}
