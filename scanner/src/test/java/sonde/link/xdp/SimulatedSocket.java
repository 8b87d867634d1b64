// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.sys.XdpDesc;

import java.lang.foreign.Arena;

/**
 * A socket whose kernel is played by the test. It counts as one in zero-copy mode that is awake, so
 * that no system call is made.
 */
final class SimulatedSocket {

    /** A descriptor that no process has. */
    private static final int NO_SOCKET = 1 << 20;

    final SimulatedRing fill;
    final SimulatedRing receive;
    final SimulatedRing transmit;
    final SimulatedRing completion;
    final XskSocket socket;

    /**
     * A socket with as many entries as chunks in each of its rings.
     *
     * @param start the count at which the rings stand
     */
    SimulatedSocket(int receiveChunkCount, int transmitChunkCount, int start) {
        int descriptorBytes = (int) XdpDesc.SIZEOF;
        fill = new SimulatedRing(receiveChunkCount, Long.BYTES, start);
        receive = new SimulatedRing(receiveChunkCount, descriptorBytes, start);
        transmit = new SimulatedRing(transmitChunkCount, descriptorBytes, start);
        completion = new SimulatedRing(transmitChunkCount, Long.BYTES, start);
        for (int i = 0; i < receiveChunkCount; i++) {
            fill.put((long) i * Umem.CHUNK_BYTES, 0);
        }
        long bytes = (long) (receiveChunkCount + transmitChunkCount) * Umem.CHUNK_BYTES;
        socket =
                new XskSocket(
                        NO_SOCKET,
                        0,
                        new Umem(
                                Arena.ofAuto().allocate(bytes, 4096),
                                receiveChunkCount,
                                transmitChunkCount),
                        new ProducerRing(fill.memory()),
                        new ConsumerRing(receive.memory()),
                        new ProducerRing(transmit.memory()),
                        new ConsumerRing(completion.memory()),
                        true);
    }
}
