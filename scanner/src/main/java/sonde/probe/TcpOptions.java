// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The options of TCP probes with the SYN flag, in the order in which they are written: Linux's,
 * which begins each on a word of four bytes, with NOPs before it (tcp_options_write() in
 * net/ipv4/tcp_output.c). So there is no padding behind them.
 *
 * @param mss the maximum segment size in bytes, 0 to 65535 (RFC 9293 section 3.7.1); empty for what
 *     the family usually has, {@link #NO_MSS} for none
 * @param sackPermitted whether SACK is permitted (RFC 2018 section 2)
 * @param timestamp the TSval of a timestamp, 32 bits (RFC 7323 section 3.2); empty for no timestamp
 * @param windowScale the shift of the window, 0 to 14 (RFC 7323 section 2.2); empty for none
 */
public record TcpOptions(
        OptionalInt mss, boolean sackPermitted, OptionalLong timestamp, OptionalInt windowScale) {

    /** In place of the maximum segment size where there is to be none. */
    public static final int NO_MSS = -1;

    /** The largest shift of a window (RFC 7323 section 2.3). */
    public static final int WINDOW_SCALE_MAX = 14;

    /** A maximum segment size and nothing else. */
    public static final TcpOptions USUAL =
            new TcpOptions(OptionalInt.empty(), false, OptionalLong.empty(), OptionalInt.empty());

    private static final int MSS_MAX = 0xFFFF;
    private static final long TIMESTAMP_MAX = 0xFFFF_FFFFL;
    private static final int WORD_BYTES = 4;

    /** Says what is outside its range. */
    public TcpOptions {
        require(mss.orElse(0) >= NO_MSS && mss.orElse(0) <= MSS_MAX, "segment size", mss);
        int shift = windowScale.orElse(0);
        require(shift >= 0 && shift <= WINDOW_SCALE_MAX, "window scale", windowScale);
        long value = timestamp.orElse(0);
        require(value >= 0 && value <= TIMESTAMP_MAX, "timestamp", timestamp);
    }

    private static void require(boolean holds, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " can't be " + value);
        }
    }

    /**
     * Whether they offer what changes all later segments of a connection: windows that are shifted,
     * and timestamps in each (RFC 7323 sections 2.2 and 3.2).
     */
    public boolean changeConversations() {
        return timestamp.isPresent() || windowScale.isPresent();
    }

    /** The same without those that {@link #changeConversations}. */
    public TcpOptions forConversations() {
        return new TcpOptions(mss, sackPermitted, OptionalLong.empty(), OptionalInt.empty());
    }

    /** How long all of them are, in bytes: a multiple of 4, 0 to 20. */
    int lengthBytes() {
        boolean hasMss = mss.orElse(0) != NO_MSS;
        boolean isAlone = sackPermitted && timestamp.isEmpty();
        return (hasMss ? Tcp.MSS_OPTION_LENGTH_BYTES : 0)
                + (isAlone ? WORD_BYTES : 0)
                + (timestamp.isPresent() ? 3 * WORD_BYTES : 0)
                + (windowScale.isPresent() ? WORD_BYTES : 0);
    }

    /**
     * Writes them.
     *
     * @param offset where they begin in the frame, in bytes
     * @param usualMss the maximum segment size that the family has, in bytes
     */
    void write(MemorySegment frame, long offset, int usualMss) {
        int size = mss.orElse(usualMss);
        long at = size == NO_MSS ? offset : Tcp.writeMssOption(frame, offset, size);
        if (sackPermitted || timestamp.isPresent()) {
            at = sackPermitted && timestamp.isPresent() ? at : writeNops(frame, at);
            at = sackPermitted ? Tcp.writeSackPermittedOption(frame, at) : at;
        }
        if (timestamp.isPresent()) {
            at = Tcp.writeTimestampsOption(frame, at, (int) timestamp.getAsLong(), 0);
        }
        if (windowScale.isPresent()) {
            at = Tcp.writeNopOption(frame, at);
            at = Tcp.writeWindowScaleOption(frame, at, windowScale.getAsInt());
        }
        assert at == offset + lengthBytes();
    }

    private static long writeNops(MemorySegment frame, long offset) {
        return Tcp.writeNopOption(frame, Tcp.writeNopOption(frame, offset));
    }
}
