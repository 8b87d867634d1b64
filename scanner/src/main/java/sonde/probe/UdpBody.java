// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import org.jspecify.annotations.Nullable;

import sonde.probe.udp.UdpPayload;
import sonde.probe.udp.UdpPayloads;
import sonde.wire.IpProtocol;
import sonde.wire.Udp;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** A UDP datagram with one of the payloads that its port has. */
final class UdpBody implements PacketBody {

    private static final int PORT_COUNT = 1 << 16;

    /** What goes to each port; nothing where the port has no such variant. */
    private final @Nullable UdpPayload[] byPort = new UdpPayload[PORT_COUNT];

    private final int lengthMaxBytes;
    private final boolean hasOneLength;

    /**
     * @param variant which of a port's payloads, from 0
     */
    UdpBody(UdpPayloads payloads, int variant) {
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (int port = 0; port < PORT_COUNT; port++) {
            List<UdpPayload> variants = payloads.of(port);
            UdpPayload payload = variant < variants.size() ? variants.get(variant) : null;
            byPort[port] = payload;
            int lengthBytes = payload == null ? 0 : payload.lengthBytes();
            min = Math.min(min, lengthBytes);
            max = Math.max(max, lengthBytes);
        }
        lengthMaxBytes = Udp.HEADER_LENGTH_BYTES + max;
        hasOneLength = min == max;
    }

    @Override
    public int protocol(ProbeBatch batch, int i) {
        return IpProtocol.UDP;
    }

    @Override
    public int lengthMaxBytes() {
        return lengthMaxBytes;
    }

    @Override
    public boolean hasOneLength() {
        return hasOneLength;
    }

    @Override
    public int lengthBytes(ProbeBatch batch, int i) {
        UdpPayload payload = byPort[batch.port[i]];
        return Udp.HEADER_LENGTH_BYTES + (payload == null ? 0 : payload.lengthBytes());
    }

    @Override
    public void write(
            ProbeBatch batch, int i, MemorySegment memory, long base, long addressSum, int mark) {
        int port = batch.port[i];
        UdpPayload payload = byPort[port];
        int lengthBytes = Udp.HEADER_LENGTH_BYTES;
        if (payload != null) {
            payload.write(memory, base + Udp.HEADER_LENGTH_BYTES, batch.cookie[i]);
            lengthBytes += payload.lengthBytes();
        }
        writeHeader(memory, base, batch.sourcePort[i], port, lengthBytes, addressSum);
    }

    /** Writes the header of a datagram whose payload is there already. */
    static void writeHeader(
            MemorySegment memory,
            long base,
            int sourcePort,
            int port,
            int lengthBytes,
            long addressSum) {
        Udp.setSourcePort(memory, base, sourcePort);
        Udp.setDestinationPort(memory, base, port);
        Udp.setLengthBytes(memory, base, lengthBytes);
        Udp.fillChecksum(memory, base, addressSum + IpProtocol.UDP + lengthBytes, lengthBytes);
    }
}
