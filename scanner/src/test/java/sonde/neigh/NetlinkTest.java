// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.sys.Errno;
import sonde.sys.Rtnetlink;
import sonde.sys.SysException;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class NetlinkTest {

    private static final int MULTI = Rtnetlink.NLM_F_MULTI;

    /** Reads the first byte of every answer. */
    private static List<Integer> dump(Netlink.Exchange kernel) {
        return dump(new Netlink(kernel));
    }

    private static List<Integer> dump(Netlink netlink) {
        return netlink.dump(
                Rtnetlink.RTM_GETROUTE,
                Rtnetlink.RTM_NEWROUTE,
                2,
                12,
                body -> body.byteSize() == 0 ? null : (int) body.get(ValueLayout.JAVA_BYTE, 0));
    }

    private static byte[] answer(int sequence, int value) {
        return Messages.message(Rtnetlink.RTM_NEWROUTE, MULTI, sequence, new byte[] {(byte) value});
    }

    @Test
    void readsMessagesOfSeveralDatagrams() {
        var kernel =
                new Messages.Kernel()
                        .answering(answer(1, 10), answer(1, 11))
                        .answering(answer(1, 12), Messages.done(1));
        assertEquals(List.of(10, 11, 12), dump(kernel));
    }

    @Test
    void readsADatagramOfAnySize() {
        byte[][] many =
                IntStream.range(0, 50_000).mapToObj(i -> answer(1, 7)).toArray(byte[][]::new);
        var kernel = new Messages.Kernel().answering(many).answering(Messages.done(1));
        assertEquals(50_000, dump(kernel).size());
    }

    @Test
    void asksWithAWellFormedRequest() {
        var kernel = new Messages.Kernel().answering(Messages.done(1));
        dump(kernel);
        ByteBuffer request = ByteBuffer.wrap(kernel.requests.getFirst());
        request.order(java.nio.ByteOrder.nativeOrder());
        assertEquals(28, request.getInt(0));
        assertEquals(Rtnetlink.RTM_GETROUTE, request.getShort(4));
        assertEquals(Rtnetlink.NLM_F_REQUEST | Rtnetlink.NLM_F_DUMP, request.getShort(6));
        assertEquals(1, request.getInt(8));
        assertEquals(2, request.get(16));
    }

    @Test
    void asksAgainWhenTheTableChangedMeanwhile() {
        byte[] changed =
                Messages.message(
                        Rtnetlink.RTM_NEWROUTE,
                        MULTI | Rtnetlink.NLM_F_DUMP_INTR,
                        1,
                        new byte[] {1});
        var kernel =
                new Messages.Kernel()
                        .answering(changed, Messages.done(1))
                        .answering(answer(2, 2), Messages.done(2));
        assertEquals(List.of(2), dump(kernel));
        assertEquals(2, kernel.requests.size());
    }

    @Test
    void takesTheLastAnswerOfATableThatNeverRests() {
        var kernel = new Messages.Kernel();
        for (int sequence = 1; sequence <= 8; sequence++) {
            byte[] done =
                    Messages.message(
                            Rtnetlink.NLMSG_DONE,
                            MULTI | Rtnetlink.NLM_F_DUMP_INTR,
                            sequence,
                            new byte[4]);
            kernel.answering(answer(sequence, sequence), done);
        }
        assertEquals(List.of(8), dump(kernel));
    }

    @Test
    void passesOverMessagesOfAnotherRequest() {
        var kernel =
                new Messages.Kernel()
                        .answering(answer(9, 1), Messages.done(9), answer(1, 2), Messages.done(1));
        assertEquals(List.of(2), dump(kernel));
    }

    @Test
    void passesOverMessagesOfAnotherType() {
        byte[] other = Messages.message(Rtnetlink.RTM_NEWNEIGH, MULTI, 1, new byte[] {1});
        var kernel = new Messages.Kernel().answering(other, answer(1, 2), Messages.done(1));
        assertEquals(List.of(2), dump(kernel));
    }

    @Test
    void reportsTheKernelsError() {
        byte[] body = Messages.allocate(20).putInt(-Errno.EPERM).array();
        var kernel =
                new Messages.Kernel()
                        .answering(Messages.message(Rtnetlink.NLMSG_ERROR, 0, 1, body));
        var error = assertThrows(SysException.class, () -> dump(kernel));
        assertEquals(Errno.EPERM, error.errno());
    }

    @Test
    void reportsAnErrorAtTheEndOfTheDump() {
        byte[] body = Messages.allocate(4).putInt(-Errno.ENOMEM).array();
        var kernel =
                new Messages.Kernel()
                        .answering(
                                answer(1, 1),
                                Messages.message(Rtnetlink.NLMSG_DONE, MULTI, 1, body));
        assertEquals(Errno.ENOMEM, assertThrows(SysException.class, () -> dump(kernel)).errno());
    }

    @Test
    void reportsASilentKernel() {
        var kernel = new Messages.Kernel().answering(answer(1, 1));
        assertEquals(Errno.ETIMEDOUT, assertThrows(SysException.class, () -> dump(kernel)).errno());
    }

    @Test
    void survivesEveryTruncation() {
        byte[] whole = Messages.join(answer(1, 1), answer(1, 2), Messages.done(1));
        for (int length = 0; length < whole.length; length++) {
            var kernel =
                    new Messages.Kernel()
                            .answering(Arrays.copyOf(whole, length))
                            .answering(Messages.done(1));
            assertTrue(dump(kernel).size() <= 2);
        }
    }

    @Test
    void survivesLengthsThatLie() {
        for (int length : new int[] {0, 1, 15, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            byte[] lying = answer(1, 1);
            ByteBuffer.wrap(lying).order(java.nio.ByteOrder.nativeOrder()).putInt(0, length);
            var kernel = new Messages.Kernel().answering(lying).answering(Messages.done(1));
            assertEquals(List.of(), dump(kernel), "length " + length);
        }
    }

    @Test
    void numbersItsRequests() {
        var kernel =
                new Messages.Kernel()
                        .answering(answer(1, 1), Messages.done(1))
                        .answering(answer(2, 2), Messages.done(2));
        Netlink netlink = new Netlink(kernel);
        assertEquals(List.of(1), dump(netlink));
        assertEquals(List.of(2), dump(netlink));
    }
}
