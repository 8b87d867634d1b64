// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import org.jspecify.annotations.Nullable;

import sonde.sys.Errno;
import sonde.sys.Nlmsghdr;
import sonde.sys.Rtnetlink;
import sonde.sys.SysException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the kernel for whole tables (netlink(7), rtnetlink(7)) and reads answers of any size: many
 * datagrams, each with many messages, until the one that says done. When the table changed under
 * the dump (NLM_F_DUMP_INTR) it is asked for again; on a host whose table never rests, the last
 * answer is taken as it is.
 */
final class Netlink {

    /** What every call is about, for messages. */
    static final String WHAT = "asking the kernel for its interfaces and routes";

    private static final int TRIES_MAX = 8;

    /** The way to the kernel, or a stand-in for it. */
    interface Exchange extends AutoCloseable {

        /** Sends one request. */
        void send(MemorySegment request);

        /** Waits for the next datagram; null when none came in time. Valid until the next call. */
        @Nullable MemorySegment receive();

        @Override
        void close();
    }

    /** Makes something of one message. */
    interface Reader<T> {

        /**
         * Reads a message.
         *
         * @param body the message behind its {@code nlmsghdr}; may be shorter than it ought to be
         * @return what it tells, or null when that is nothing of interest
         */
        @Nullable T read(MemorySegment body);
    }

    private final Exchange exchange;
    private int sequence;

    Netlink(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Reads a whole table.
     *
     * @param requestType an {@code RTM_GET...}
     * @param answerType the {@code RTM_NEW...} that belongs to it
     * @param family the address family, the first byte of the request's body
     * @param bodyLengthBytes how long the request's body is
     * @throws SysException when the kernel refuses or falls silent
     */
    <T> List<T> dump(
            int requestType, int answerType, int family, long bodyLengthBytes, Reader<T> reader) {
        List<T> found = new ArrayList<>();
        for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
            found.clear();
            exchange.send(request(requestType, family, bodyLengthBytes));
            if (!receiveAll(answerType, reader, found)) {
                break;
            }
        }
        return found;
    }

    private MemorySegment request(int type, int family, long bodyLengthBytes) {
        sequence++;
        MemorySegment request =
                MemorySegment.ofArray(new byte[(int) (Nlmsghdr.SIZEOF + bodyLengthBytes)]);
        request.set(JAVA_INT_UNALIGNED, Nlmsghdr.NLMSG_LEN_OFFSET, (int) request.byteSize());
        request.set(JAVA_SHORT_UNALIGNED, Nlmsghdr.NLMSG_TYPE_OFFSET, (short) type);
        request.set(
                JAVA_SHORT_UNALIGNED,
                Nlmsghdr.NLMSG_FLAGS_OFFSET,
                (short) (Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_DUMP));
        request.set(JAVA_INT_UNALIGNED, Nlmsghdr.NLMSG_SEQ_OFFSET, sequence);
        request.set(JAVA_BYTE, Nlmsghdr.SIZEOF, (byte) family);
        return request;
    }

    /** Receives until the dump is complete; true when the table changed meanwhile. */
    private <T> boolean receiveAll(int answerType, Reader<T> reader, List<T> found) {
        boolean changed = false;
        while (true) {
            MemorySegment datagram = exchange.receive();
            if (datagram == null) {
                throw new SysException("recv", Errno.ETIMEDOUT, WHAT);
            }
            NetlinkMessages messages = new NetlinkMessages(datagram);
            while (messages.next()) {
                if (messages.sequence() == sequence) {
                    changed |= (messages.flags() & Rtnetlink.NLM_F_DUMP_INTR) != 0;
                    if (take(messages, answerType, reader, found)) {
                        return changed;
                    }
                } // Else it is left over from a dump that was given up.
            }
        }
    }

    /** Deals with one message of the dump; true at its end. */
    private static <T> boolean take(
            NetlinkMessages message, int answerType, Reader<T> reader, List<T> found) {
        int type = message.type();
        if (type == Rtnetlink.NLMSG_DONE || type == Rtnetlink.NLMSG_ERROR) {
            // Both begin with 0 or -errno; a DONE without it is good news.
            int rc = message.outcome();
            if (rc < 0) {
                throw new SysException("recv", -rc, WHAT);
            }
            return true;
        }
        if (type == answerType) {
            T read = reader.read(message.body());
            if (read != null) {
                found.add(read);
            }
        }
        return false;
    }
}
