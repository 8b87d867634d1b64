// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import sonde.sys.SysException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever the kernel says, a host is read in bounded time or refused with the one error that
 * callers expect.
 */
class NetlinkFuzzTest {

    @FuzzTest
    void readsAnyDatagram(byte[] input) {
        var kernel = new Messages.Kernel();
        // Two bytes of length, then a datagram of it, until there is nothing left.
        ByteBuffer left = ByteBuffer.wrap(input).order(ByteOrder.nativeOrder());
        while (left.remaining() >= Short.BYTES) {
            int length = Math.min(Short.toUnsignedInt(left.getShort()), left.remaining());
            int from = left.position();
            kernel.answering(Arrays.copyOfRange(input, from, from + length));
            left.position(from + length);
        }
        readAnyMessage(MemorySegment.ofArray(input));
        try {
            check(HostNetwork.read(kernel));
        } catch (SysException refused) {
            assertTrue(refused.errno() > 0 || refused.errno() == Integer.MIN_VALUE);
        }
    }

    /** The messages behind their headers, which few inputs get as far as. */
    private static void readAnyMessage(MemorySegment body) {
        HostReader.readInterface(body);
        HostReader.readAddress(body);
        HostReader.readNeighbour(body);
        Route route = HostReader.readRoute(body);
        if (route != null) {
            check(new HostNetwork(List.of(), RouteTable.of(List.of(route)), List.of()));
        }
    }

    private static void check(HostNetwork host) {
        RouteTableTest.checkCover(host.routes(), 0);
        assertTrue(host.describe().startsWith("INTERFACE"));
    }
}
