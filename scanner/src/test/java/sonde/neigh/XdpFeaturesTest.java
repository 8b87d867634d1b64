// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.sys.Genetlink;
import sonde.sys.PrivateNetwork;
import sonde.sys.Rtnetlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

class XdpFeaturesTest {

    private static final int FAMILY_ID = 31;

    private static byte[] attribute(int type, byte[] value) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Attributes.align(4L + value.length))
                        .order(ByteOrder.nativeOrder());
        return bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value).array();
    }

    private static byte[] attribute(int type, long value, int lengthBytes) {
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.nativeOrder());
        switch (lengthBytes) {
            case Short.BYTES -> bytes.putShort((short) value);
            case Integer.BYTES -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
        return attribute(type, bytes.array());
    }

    private static byte[] message(int type, int sequence, byte[]... attributes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[Genetlink.GENL_HDRLEN]);
        for (byte[] attribute : attributes) {
            body.writeBytes(attribute);
        }
        return Messages.message(type, Rtnetlink.NLM_F_MULTI, sequence, body.toByteArray());
    }

    private static byte[] family(String name, int id) {
        return message(
                Genetlink.GENL_ID_CTRL,
                1,
                attribute(
                        Genetlink.CTRL_ATTR_FAMILY_NAME,
                        (name + "\0").getBytes(StandardCharsets.US_ASCII)),
                attribute(Genetlink.CTRL_ATTR_FAMILY_ID, id, Short.BYTES));
    }

    private static byte[] device(int index, long features) {
        return message(
                FAMILY_ID,
                2,
                attribute(Genetlink.NETDEV_A_DEV_IFINDEX, index, Integer.BYTES),
                attribute(Genetlink.NETDEV_A_DEV_XDP_FEATURES, features, Long.BYTES));
    }

    @Test
    void findsTheFamilyThenTheDevice() {
        var kernel =
                new Messages.Kernel()
                        .answering(family("nlctrl", 16), family("netdev", FAMILY_ID))
                        .answering(Messages.done(1))
                        .answering(device(4, 0x23), device(7, 0x67), Messages.done(2));
        assertEquals(0x67, XdpFeatures.of(kernel, 7));
    }

    @Test
    void saysWhenTheKernelDoesNot() {
        var old = new Messages.Kernel().answering(family("nlctrl", 16), Messages.done(1));
        assertEquals(XdpFeatures.UNKNOWN, XdpFeatures.of(old, 7));
        var other =
                new Messages.Kernel()
                        .answering(family("netdev", FAMILY_ID), Messages.done(1))
                        .answering(device(4, 0x23), message(FAMILY_ID, 2), Messages.done(2));
        assertEquals(XdpFeatures.UNKNOWN, XdpFeatures.of(other, 7));
    }

    /** A veth end can send what is redirected to it exactly while its peer polls. */
    @Test
    @ExtendWith(PrivateNetwork.class)
    void asksThisKernel() throws Exception {
        PrivateNetwork.vethPair("near", "far");
        int index =
                HostNetwork.read().interfaces().stream()
                        .filter(iface -> iface.name().equals("near"))
                        .findFirst()
                        .orElseThrow()
                        .index();
        long features = XdpFeatures.of(index);
        assertNotEquals(XdpFeatures.UNKNOWN, features);
        assertEquals(0, features & Genetlink.NETDEV_XDP_ACT_NDO_XMIT);
    }
}
