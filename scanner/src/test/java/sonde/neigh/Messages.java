// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.Rtnetlink;
import sonde.wire.IpAddress;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Hand-made netlink messages, and a kernel that answers with them. */
final class Messages {

    private Messages() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A message with its header, padded. */
    static byte[] message(int type, int flags, int sequence, byte[] body) {
        ByteBuffer buffer = allocate(16 + (body.length + 3) / 4 * 4);
        buffer.putInt(16 + body.length).putShort((short) type).putShort((short) flags);
        buffer.putInt(sequence).putInt(0).put(body);
        return buffer.array();
    }

    static byte[] done(int sequence) {
        return message(Rtnetlink.NLMSG_DONE, Rtnetlink.NLM_F_MULTI, sequence, new byte[4]);
    }

    static byte[] attribute(int type, byte[] value) {
        ByteBuffer buffer = allocate(4 + (value.length + 3) / 4 * 4);
        buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return buffer.array();
    }

    static byte[] attribute(int type, int value) {
        return attribute(type, allocate(4).putInt(value).array());
    }

    /** An attribute that is an IPv4 address, in network order. */
    static byte[] addressAttribute(int type, int address) {
        return attribute(type, ByteBuffer.allocate(4).putInt(address).array());
    }

    /** An attribute that is an address of either family. */
    static byte[] addressAttribute(int type, String address) {
        IpAddress parsed = IpAddress.parse(address);
        if (parsed.isIpv4()) {
            return addressAttribute(type, parsed.ipv4());
        }
        return attribute(
                type, ByteBuffer.allocate(16).putLong(parsed.high()).putLong(parsed.low()).array());
    }

    /** The same message for IPv6, whose family stands in the first byte. */
    static byte[] ipv6(byte[] body) {
        byte[] changed = body.clone();
        changed[0] = 10;
        return changed;
    }

    static byte[] link(int hardwareType, int index, int flags, byte[]... attributes) {
        ByteBuffer buffer = allocate(16);
        buffer.put((byte) 0).put((byte) 0).putShort((short) hardwareType);
        buffer.putInt(index).putInt(flags).putInt(0);
        return join(buffer.array(), join(attributes));
    }

    static byte[] address(int prefixLength, int flags, int scope, int index, byte[]... attributes) {
        ByteBuffer buffer = allocate(8);
        buffer.put((byte) 2).put((byte) prefixLength).put((byte) flags).put((byte) scope);
        return join(buffer.putInt(index).array(), join(attributes));
    }

    static byte[] route(int prefixLength, int table, int type, int flags, byte[]... attributes) {
        ByteBuffer buffer = allocate(12);
        buffer.put((byte) 2).put((byte) prefixLength).put((byte) 0).put((byte) 0);
        buffer.put((byte) table).put((byte) 0).put((byte) 0).put((byte) type).putInt(flags);
        return join(buffer.array(), join(attributes));
    }

    static byte[] nextHop(int index, int flags, byte[]... attributes) {
        byte[] inner = join(attributes);
        ByteBuffer buffer = allocate(8);
        buffer.putShort((short) (8 + inner.length)).put((byte) flags).put((byte) 0).putInt(index);
        return join(buffer.array(), inner);
    }

    static byte[] neighbour(int index, int state, byte[]... attributes) {
        ByteBuffer buffer = allocate(12);
        buffer.put((byte) 2).put(new byte[3]).putInt(index).putShort((short) state);
        return join(buffer.array(), join(attributes));
    }

    static byte[] mac(long mac) {
        return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(mac).array(), 2, 8);
    }

    static ByteBuffer allocate(int lengthBytes) {
        return ByteBuffer.allocate(lengthBytes).order(ByteOrder.nativeOrder());
    }

    /** Gives the datagrams laid in, whatever is asked; notes the requests. */
    static final class Kernel implements Netlink.Exchange {
        final List<byte[]> requests = new ArrayList<>();
        private final Deque<byte[]> datagrams = new ArrayDeque<>();

        Kernel answering(byte[]... messages) {
            datagrams.add(join(messages));
            return this;
        }

        @Override
        public void send(MemorySegment request) {
            requests.add(request.toArray(ValueLayout.JAVA_BYTE));
        }

        @Override
        public @Nullable MemorySegment receive() {
            byte[] next = datagrams.poll();
            return next == null ? null : MemorySegment.ofArray(next);
        }

        @Override
        public void close() {}
    }
}
