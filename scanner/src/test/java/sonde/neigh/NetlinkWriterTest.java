// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

/** What is written is read back by {@link NetlinkMessages} and {@link Attributes}. */
class NetlinkWriterTest {

    @Test
    void isReadBackAsItWas() {
        NetlinkWriter out = new NetlinkWriter(256);
        out.message(
                300,
                5,
                77,
                new byte[4],
                () -> out.text(1, "abcd").nested(2, () -> out.bigEndian(3, 0x01020304)));
        out.message(301, 1, 78, new byte[4], () -> {});

        NetlinkMessages messages = new NetlinkMessages(out.written());
        assertTrue(messages.next());
        assertEquals(300, messages.type());
        assertEquals(5, messages.flags());
        assertEquals(77, messages.sequence());
        Attributes attributes = new Attributes(messages.body(), 4);
        assertTrue(attributes.next());
        assertEquals("abcd", attributes.textValue());
        assertTrue(attributes.next());
        assertEquals(2, attributes.type());
        Attributes inner = new Attributes(attributes.value(), 0);
        assertTrue(inner.next());
        assertEquals(Hosts.address("1.2.3.4"), inner.addressValue());
        assertFalse(inner.next());
        assertFalse(attributes.next());
        assertTrue(messages.next());
        assertEquals(78, messages.sequence());
        assertFalse(messages.next());
    }

    @Test
    void aMessageLongerThanItsDatagramIsNotRead() {
        NetlinkWriter out = new NetlinkWriter(64);
        out.message(300, 5, 77, new byte[8], () -> {});
        MemorySegment cut = out.written().asSlice(0, 20);
        assertFalse(new NetlinkMessages(cut).next());
    }
}
