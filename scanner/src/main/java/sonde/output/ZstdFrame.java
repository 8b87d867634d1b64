// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;

/** Makes frames of Zstandard (RFC 8878), with a checksum, at the library's one level, 3. */
final class ZstdFrame implements Compressor {

    private final ZstdJavaCompressor library = new ZstdJavaCompressor();

    @Override
    public int bound(int lengthBytes) {
        return library.maxCompressedLength(lengthBytes);
    }

    @Override
    public int compress(byte[] source, int lengthBytes, byte[] target, int position) {
        return library.compress(source, 0, lengthBytes, target, position, target.length - position);
    }
}
