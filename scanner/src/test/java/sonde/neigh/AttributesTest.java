// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

class AttributesTest {

    private static Attributes of(byte[]... attributes) {
        return new Attributes(MemorySegment.ofArray(Messages.join(attributes)), 0);
    }

    private static byte[] withLength(int length, byte[] attribute) {
        ByteBuffer.wrap(attribute).order(ByteOrder.nativeOrder()).putShort(0, (short) length);
        return attribute;
    }

    @Test
    void walksPaddedAttributes() {
        Attributes attributes =
                of(
                        Messages.attribute(3, "eth0\0".getBytes(StandardCharsets.US_ASCII)),
                        Messages.attribute(4, 1500),
                        Messages.addressAttribute(5, 0xC612_0001),
                        Messages.attribute(6, Messages.mac(0x0200_0000_0001L)));
        assertTrue(attributes.next());
        assertEquals(3, attributes.type());
        assertEquals("eth0", attributes.textValue());
        assertTrue(attributes.next());
        assertEquals(1500, attributes.intValue(0));
        assertTrue(attributes.next());
        assertEquals(Hosts.address("198.18.0.1"), attributes.addressValue());
        assertTrue(attributes.next());
        assertEquals(0x0200_0000_0001L, attributes.macValue());
        assertFalse(attributes.next());
        assertFalse(attributes.next());
    }

    @Test
    void dropsTheFlagsOfTheType() {
        Attributes attributes = of(Messages.attribute(0x8000 | 9, 1));
        assertTrue(attributes.next());
        assertEquals(9, attributes.type());
    }

    @Test
    void givesTheFallbackForValuesOfTheWrongLength() {
        Attributes attributes = of(Messages.attribute(1, new byte[3]));
        assertTrue(attributes.next());
        assertEquals(7, attributes.intValue(7));
        assertNull(attributes.addressValue());
        assertNull(attributes.viaValue());
        assertEquals(NetInterface.NO_MAC, attributes.macValue());
        assertEquals("", attributes.textValue());
    }

    @Test
    void readsTextWithoutItsNul() {
        Attributes attributes = of(Messages.attribute(1, new byte[] {'a', 'b'}));
        assertTrue(attributes.next());
        assertEquals("ab", attributes.textValue());
    }

    @Test
    void endsAtLengthsThatLie() {
        for (int length : new int[] {0, 1, 3, 9, 65535}) {
            Attributes attributes = of(withLength(length, Messages.attribute(1, 1)));
            assertFalse(attributes.next(), "length " + length);
            assertFalse(attributes.next(), "length " + length);
        }
    }

    @Test
    void endsWhenPaddingIsCutOff() {
        byte[] cut = {5, 0, 1, 0, 42};
        Attributes attributes = of(withLength(5, cut));
        assertTrue(attributes.next());
        assertEquals(1, attributes.value().byteSize());
        assertFalse(attributes.next());
    }

    @Test
    void hasNoneBeyondTheEnd() {
        assertFalse(new Attributes(MemorySegment.ofArray(new byte[8]), 12).next());
        assertFalse(new Attributes(MemorySegment.ofArray(new byte[0]), 0).next());
    }
}
