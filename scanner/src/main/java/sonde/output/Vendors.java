// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Whose range an Ethernet address is from, by IEEE's public lists. The table is a resource that
 * {@code scripts/vendors.sh} makes; it is read when somebody asks first, as most scans never do.
 */
final class Vendors {

    /** No name is longer, in bytes of ASCII. */
    static final int NAME_MAX_BYTES = 64;

    private static final String RESOURCE = "vendors.gz";

    /** Ranges of IEEE's, the smallest first: MA-S and IAB, MA-M, MA-L. */
    private static final int[] PREFIX_BITS = {36, 28, 24};

    private static final int MAC_BITS = 48;
    private static final int BITS_PER_DIGIT = 4;
    private static final int NAME_BITS = 20;

    private final byte[][] names;

    /** For each length a sorted array: a prefix, and in the low bits the place of its name. */
    private final long[][] prefixes;

    /** Made when first asked for; the JVM sees to it that one thread does. */
    private static final class Usual {
        static final Vendors TABLE = read();

        private static Vendors read() {
            try (InputStream resource =
                    Objects.requireNonNull(Vendors.class.getResourceAsStream(RESOURCE))) {
                return new Vendors(new GZIPInputStream(resource));
            } catch (IOException e) {
                throw new UncheckedIOException("the table of vendors is broken", e);
            }
        }
    }

    /**
     * Reads a table.
     *
     * @param lines each a name, a tab, and prefixes as hexadecimal digits with spaces between
     */
    Vendors(InputStream lines) throws IOException {
        List<byte[]> read = new ArrayList<>();
        List<List<Long>> found = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        BufferedReader reader = new BufferedReader(new InputStreamReader(lines, US_ASCII));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            int tab = line.indexOf('\t');
            for (String prefix : line.substring(tab + 1).split(" ", -1)) {
                long key = Long.parseLong(prefix, 16) << NAME_BITS | read.size();
                found.get(placeOf(prefix.length() * BITS_PER_DIGIT)).add(key);
            }
            read.add(line.substring(0, tab).getBytes(US_ASCII));
        }
        names = read.toArray(byte[][]::new);
        prefixes =
                found.stream()
                        .map(keys -> keys.stream().mapToLong(Long::longValue).sorted().toArray())
                        .toArray(long[][]::new);
    }

    private static int placeOf(int bits) throws IOException {
        for (int i = 0; i < PREFIX_BITS.length; i++) {
            if (PREFIX_BITS[i] == bits) {
                return i;
            }
        }
        throw new IOException("a prefix of " + bits + " bits");
    }

    /**
     * The vendor of an Ethernet address, or null if nobody has the range.
     *
     * @param mac the address, in the low 48 bits
     */
    static @Nullable String of(long mac) {
        byte[] name = words(mac);
        return name == null ? null : new String(name, US_ASCII);
    }

    /** The same as bytes, not to be changed; none needs escaping in JSON. */
    static byte @Nullable [] words(long mac) {
        return Usual.TABLE.find(mac);
    }

    /** The name of the smallest range that has the address. */
    byte @Nullable [] find(long mac) {
        for (int i = 0; i < PREFIX_BITS.length; i++) {
            long from = mac >>> (MAC_BITS - PREFIX_BITS[i]) << NAME_BITS;
            int place = Arrays.binarySearch(prefixes[i], from);
            int at = place < 0 ? -place - 1 : place;
            if (at < prefixes[i].length && prefixes[i][at] >>> NAME_BITS == from >>> NAME_BITS) {
                return names[(int) prefixes[i][at] & (1 << NAME_BITS) - 1];
            }
        }
        return null;
    }

    /** All names, for tests. */
    static List<String> names() {
        return Arrays.stream(Usual.TABLE.names).map(name -> new String(name, US_ASCII)).toList();
    }
}
