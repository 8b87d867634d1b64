// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import java.lang.foreign.MemorySegment;

/**
 * Writes the headers of segments: it owns the link's framing and both address families. The payload
 * is put into place before, at {@link #payloadOffsetBytes}.
 */
public interface SegmentWriter {

    /**
     * Where in the frame the payload of a segment without options begins, in bytes.
     *
     * @param isIpv6 whether the segment goes to an IPv6 address
     */
    int payloadOffsetBytes(boolean isIpv6);

    /**
     * Writes all that comes before the payload, with right checksums. A segment with an option has
     * no payload.
     *
     * @param offset where the frame begins in {@code memory}, in bytes
     * @param segment what to write
     * @return the length of the frame in bytes
     */
    int write(MemorySegment memory, long offset, OutgoingSegment segment);
}
