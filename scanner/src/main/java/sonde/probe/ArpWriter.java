// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import sonde.wire.Arp;
import sonde.wire.Ethernet;

import java.lang.foreign.MemorySegment;

/**
 * Writes ARP requests to everyone on the link. There is no room for a cookie: whoever answers for
 * an address that was asked for is believed.
 */
final class ArpWriter implements FrameWriter {

    private final long sourceMac;
    private final int messageOffsetBytes;
    private final MemorySegment linkHeader;

    /**
     * @throws IllegalArgumentException if the link has no Ethernet header
     */
    ArpWriter(ProbeTemplate template) {
        if (!template.isEthernet()) {
            throw new IllegalArgumentException("ARP needs a link with Ethernet headers");
        }
        sourceMac = template.sourceMac();
        messageOffsetBytes = template.ipOffsetBytes();
        linkHeader = MemorySegment.ofArray(new byte[messageOffsetBytes]);
        template.writeLinkHeader(linkHeader, Ethernet.TYPE_ARP);
        Ethernet.setDestinationMac(linkHeader, 0, Ethernet.BROADCAST_MAC);
    }

    @Override
    public int frameLengthBytes() {
        return messageOffsetBytes + Arp.LENGTH_BYTES;
    }

    @Override
    public void write(
            ProbeBatch batch,
            int from,
            int count,
            MemorySegment memory,
            long offset,
            int strideBytes) {
        assert strideBytes >= frameLengthBytes();
        long frame = offset;
        for (int i = from; i < from + count; i++) {
            MemorySegment.copy(linkHeader, 0, memory, frame, messageOffsetBytes);
            Arp.writeRequestMessage(
                    memory,
                    frame + messageOffsetBytes,
                    sourceMac,
                    batch.sourceAddress[i],
                    batch.address[i]);
            frame += strideBytes;
        }
    }

    @Override
    public void setDestinationMac(MemorySegment memory, long frameOffset, long mac) {
        Ethernet.setDestinationMac(memory, frameOffset, mac);
    }
}
