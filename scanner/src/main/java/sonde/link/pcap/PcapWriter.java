// SPDX-License-Identifier: Apache-2.0
package sonde.link.pcap;

import sonde.link.Framing;
import sonde.wire.Ethernet;
import sonde.wire.Ipv4;
import sonde.wire.Ipv6;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a capture file (draft-ietf-opsawg-pcap) with times in nanoseconds, little-endian. Owned by
 * one thread.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                      magic 0xA1B23C4D                         |   once
 *  +-------------------------------+-------------------------------+
 *  |           major 2             |            minor 4            |
 *  +-------------------------------+-------------------------------+
 *  |                       reserved 0                              |
 *  |                       reserved 0                              |
 *  |                     snapshot length                           |
 *  |                        link type                              |
 *  +---------------------------------------------------------------+
 *  |                         seconds                               |   each frame
 *  |                       nanoseconds                             |
 *  |                     captured length                           |
 *  |                     original length                           |
 *  |                     captured bytes ...
 * </pre>
 *
 * <p>Frames are gathered in a buffer, which is written out when full, by {@link #flush} and by
 * {@link #close}. After an {@link IOException} the file ends with the last buffer that was written
 * whole or in part.
 */
public final class PcapWriter implements AutoCloseable {

    /** The usual snapshot length: whole frames. */
    public static final int SNAPSHOT_LENGTH_DEFAULT = 65_535;

    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final short VERSION_MAJOR = 2;
    private static final short VERSION_MINOR = 4;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final FileChannel file;
    private final Framing framing;
    private final int snapshotLengthBytes;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final MemorySegment bufferMemory = MemorySegment.ofBuffer(buffer);

    private PcapWriter(FileChannel file, Framing framing, int snapshotLengthBytes) {
        this.file = file;
        this.framing = framing;
        this.snapshotLengthBytes = snapshotLengthBytes;
    }

    private void putFileHeader() {
        buffer.putInt(MAGIC_NANOS).putShort(VERSION_MAJOR).putShort(VERSION_MINOR);
        buffer.putInt(0).putInt(0).putInt(snapshotLengthBytes).putInt(framing.pcapLinkType());
        assert buffer.position() == FILE_HEADER_BYTES;
    }

    /**
     * Creates the file, or empties the one there is, and writes its header.
     *
     * @param snapshotLengthBytes how much of each frame is kept, 1 to 65535
     */
    public static PcapWriter create(Path path, Framing framing, int snapshotLengthBytes)
            throws IOException {
        if (snapshotLengthBytes < 1 || snapshotLengthBytes > SNAPSHOT_LENGTH_DEFAULT) {
            throw new IllegalArgumentException("snapshot length of " + snapshotLengthBytes);
        }
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        PcapWriter writer = new PcapWriter(file, framing, snapshotLengthBytes);
        boolean isWritten = false;
        try {
            writer.putFileHeader();
            writer.flush();
            isWritten = true;
            return writer;
        } finally {
            if (!isWritten) {
                file.close();
            }
        }
    }

    /**
     * Goes on behind the last whole frame of a file that {@link #create} began; where there is
     * none, it is created.
     *
     * @param snapshotLengthBytes as for {@link #create}
     * @throws IOException also if the file is none of ours, or of another kind of frames
     */
    public static PcapWriter resume(Path path, Framing framing, int snapshotLengthBytes)
            throws IOException {
        if (!Files.exists(path) || Files.size(path) < FILE_HEADER_BYTES) {
            return create(path, framing, snapshotLengthBytes);
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean isReady = false;
        try {
            long end = wholeLength(file, framing);
            file.truncate(end);
            file.position(end);
            isReady = true;
            return new PcapWriter(file, framing, snapshotLengthBytes);
        } finally {
            if (!isReady) {
                file.close();
            }
        }
    }

    private static long wholeLength(FileChannel file, Framing framing) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(header, 0);
        if (header.getInt(0) != MAGIC_NANOS
                || header.getInt(FILE_HEADER_BYTES - Integer.BYTES) != framing.pcapLinkType()) {
            throw new IOException("it is no capture of this scan");
        }
        long end = FILE_HEADER_BYTES;
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (file.read(frame.clear(), end) == FRAME_HEADER_BYTES) {
            int captured = frame.getInt(2 * Integer.BYTES);
            long next = end + FRAME_HEADER_BYTES + captured;
            if (captured < 0 || captured > SNAPSHOT_LENGTH_DEFAULT || next > file.size()) {
                break;
            }
            end = next;
        }
        return end;
    }

    /**
     * Adds a frame; from any thread, as all methods are. One without Ethernet header gets one in a
     * file of frames that have theirs, with addresses of zeros, as captures on loopback have it.
     *
     * @param own how the frame begins
     */
    public synchronized void write(
            MemorySegment memory, long offset, int lengthBytes, long epochNanos, Framing own)
            throws IOException {
        if (own == Framing.IP && framing == Framing.ETHERNET && lengthBytes > 0) {
            boolean isIpv6 = Ipv4.version(memory, offset) == Ipv6.VERSION;
            MemorySegment frame =
                    MemorySegment.ofArray(new byte[Ethernet.HEADER_LENGTH_BYTES + lengthBytes]);
            Ethernet.write(frame, 0, 0, 0, isIpv6 ? Ethernet.TYPE_IPV6 : Ethernet.TYPE_IPV4);
            MemorySegment.copy(memory, offset, frame, Ethernet.HEADER_LENGTH_BYTES, lengthBytes);
            write(frame, 0, (int) frame.byteSize(), epochNanos);
        } else {
            write(memory, offset, lengthBytes, epochNanos);
        }
    }

    /** Adds a frame that begins as those of the file do. */
    public synchronized void write(
            MemorySegment memory, long offset, int lengthBytes, long epochNanos)
            throws IOException {
        int captured = Math.min(lengthBytes, snapshotLengthBytes);
        if (buffer.remaining() < FRAME_HEADER_BYTES + captured) {
            flush();
        }
        buffer.putInt((int) Math.floorDiv(epochNanos, NANOS_PER_SECOND));
        buffer.putInt((int) Math.floorMod(epochNanos, NANOS_PER_SECOND));
        buffer.putInt(captured).putInt(lengthBytes);
        MemorySegment.copy(memory, offset, bufferMemory, buffer.position(), captured);
        buffer.position(buffer.position() + captured);
    }

    /** Writes out what is in the buffer. */
    public synchronized void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } finally {
            buffer.clear();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!file.isOpen()) {
            return;
        }
        try (file) {
            flush();
        }
    }
}
