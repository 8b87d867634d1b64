// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static sonde.neigh.Hosts.ip;

import org.junit.jupiter.api.Test;

import sonde.clock.NanoClock;
import sonde.link.Framing;
import sonde.link.memory.MemoryLink;
import sonde.link.memory.Responder;
import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.wire.Arp;
import sonde.wire.Ethernet;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

class SpareCheckTest {

    private static final long MILLI = 1_000_000;
    private static final long OTHER_MAC = 0x0200_0000_00FFL;
    private static final NetInterface ETH0 = Hosts.iface(2, "eth0", Kind.ETHERNET, "198.18.0.2/16");

    /** How often each address was asked for. */
    private final Map<Integer, Integer> asked = new TreeMap<>();

    private void check(AddressRanges spare, int taken, long takenBy) throws PathException {
        Responder neighbours =
                (memory, offset, length, answers) -> {
                    long arp = offset + Ethernet.HEADER_LENGTH_BYTES;
                    int address = Arp.targetAddress(memory, arp);
                    assertEquals(Arp.REQUEST, Arp.operation(memory, arp));
                    assertEquals(0, Arp.senderAddress(memory, arp), "teaches nobody anything");
                    assertEquals(Ethernet.BROADCAST_MAC, Ethernet.destinationMac(memory, offset));
                    asked.merge(address, 1, Integer::sum);
                    if (address == taken) {
                        MemorySegment reply =
                                MemorySegment.ofArray(new byte[Arp.FRAME_LENGTH_BYTES]);
                        Arp.writeReply(reply, 0, takenBy, address, ETH0.mac(), 0);
                        answers.put(reply, 0, Arp.FRAME_LENGTH_BYTES);
                    }
                };
        // Each look at the clock takes a while, so that waiting ends.
        NanoClock clock =
                new NanoClock() {
                    private long nowNanos;

                    @Override
                    public long nanoTime() {
                        return nowNanos += 20 * MILLI;
                    }
                };
        try (MemoryLink link = MemoryLink.responding(Framing.ETHERNET, neighbours, 1024, () -> 0)) {
            new SpareCheck(ETH0, link.sink(), link.source(), clock)
                    .requireFree(AddressSet.of(spare));
        }
    }

    @Test
    void asksForEachAddressTwice() throws PathException {
        check(AddressRanges.of(ip("198.18.1.0"), ip("198.18.1.199")), 0, OTHER_MAC);
        assertEquals(200, asked.size());
        asked.values().forEach(count -> assertEquals(2, count));
    }

    @Test
    void asksForTheFirstOfMany() throws PathException {
        check(AddressRanges.of(ip("198.18.16.0"), ip("198.18.31.255")), 0, OTHER_MAC);
        assertEquals(SpareCheck.ADDRESSES_MAX, asked.size());
        assertEquals(1, asked.getOrDefault(ip("198.18.16.255"), 0) / 2);
    }

    @Test
    void namesWhoHasTheAddress() {
        AddressRanges spare = AddressRanges.of(ip("198.18.0.70"), ip("198.18.0.79"));
        PathException e =
                assertThrows(PathException.class, () -> check(spare, ip("198.18.0.77"), OTHER_MAC));
        assertEquals(
                "--source-ip 198.18.0.77 is in use by 02:00:00:00:00:ff; choose one that nobody"
                        + " has",
                e.getMessage());
    }

    /** A switch may send a question back where it came from. */
    @Test
    void isNotAlarmedByItself() throws PathException {
        check(
                AddressRanges.of(ip("198.18.0.77"), ip("198.18.0.77")),
                ip("198.18.0.77"),
                ETH0.mac());
    }
}
