// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.sys.Errno;
import sonde.sys.Rtnetlink;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The messages against bytes made by hand, and the kernel's answers to them by a stand-in. */
class NftGuardTest {

    private static final int ADDRESS_FIRST = 0xC6120001;
    private static final int ADDRESS_LAST = 0xC6120002;

    private static final List<NftRule> RULES =
            List.of(NftRule.tcp(ADDRESS_FIRST, ADDRESS_LAST, 61_000, 61_063));

    private static final String META = "2400 0180 0900 0100 6d65 7461 0000 0000 1400 0280 ";
    private static final String CMP = "2c00 0180 0800 0100 636d 7000 2000 0280 ";
    private static final String PAYLOAD =
            "3400 0180 0c00 0100 7061 796c 6f61 6400 2400 0280 0800 0100 00000001 ";
    private static final String RANGE =
            "3c00 0180 0a00 0100 7261 6e67 6500 0000 2c00 0280 "
                    + "0800 0100 00000001 0800 0200 00000000 ";
    private static final String REGISTER_1 = "0800 0100 00000001 ";
    private static final String NAME = "0c00 0100 736f6e64652d3700 ";

    /** By the structs and enums of nfnetlink.h and nf_tables.h, on a little-endian machine. */
    private static final String BATCH =
            // nlmsghdr: length, type 0x10, request, number 5; nfgenmsg: subsystem 10
            "14000000 1000 0100 05000000 00000000 00 00 000a "
                    // type 10 << 8 | 0; request, ack, create, excl; number 6; inet
                    + "28000000 000a 0506 06000000 00000000 01 00 0000 "
                    + NAME
                    + "0800 0200 00000002 "
                    // type 10 << 8 | 3
                    + "54000000 030a 0506 07000000 00000000 01 00 0000 "
                    + NAME
                    + "0c00 0300 616e737765727300 "
                    // hook input, priority -300
                    + "1400 0480 0800 0100 00000001 0800 0200 fffffed4 "
                    + "0800 0500 00000001 "
                    + "0b00 0700 66696c746572 0000 "
                    // type 10 << 8 | 6
                    + "84020000 060a 0506 08000000 00000000 01 00 0000 "
                    + NAME
                    + "0c00 0200 616e737765727300 "
                    + "5802 0480 "
                    + META
                    + REGISTER_1
                    + "0800 0200 0000000f "
                    + CMP
                    + REGISTER_1
                    + "0800 0200 00000000 0c00 0380 0500 0100 02000000 "
                    + META
                    + REGISTER_1
                    + "0800 0200 00000010 "
                    + CMP
                    + REGISTER_1
                    + "0800 0200 00000000 0c00 0380 0500 0100 06000000 "
                    + PAYLOAD
                    + "0800 0200 00000001 0800 0300 00000010 0800 0400 00000004 "
                    + RANGE
                    + "0c00 0380 0800 0100 c6120001 0c00 0480 0800 0100 c6120002 "
                    + PAYLOAD
                    + "0800 0200 00000002 0800 0300 00000002 0800 0400 00000002 "
                    + RANGE
                    + "0c00 0380 0600 0100 ee480000 0c00 0480 0600 0100 ee870000 "
                    + PAYLOAD
                    + "0800 0200 00000002 0800 0300 0000000d 0800 0400 00000001 "
                    // bitwise
                    + "4400 0180 0c00 0100 6269 7477 6973 6500 3400 0280 "
                    + REGISTER_1
                    + "0800 0200 00000001 0800 0300 00000001 "
                    + "0c00 0480 0500 0100 12000000 0c00 0580 0500 0100 00000000 "
                    + CMP
                    + REGISTER_1
                    + "0800 0200 00000001 0c00 0380 0500 0100 02000000 "
                    // immediate: verdict register, drop
                    + "3000 0180 0e00 0100 696d6d656469617465 000000 1c00 0280 "
                    + "0800 0100 00000000 1000 0280 0c00 0280 0800 0100 00000000 "
                    + "14000000 1100 0100 09000000 00000000 00 00 000a";

    private static byte[] ack(int sequence, int errno) {
        byte[] body = Messages.allocate(20).putInt(-errno).array();
        return Messages.message(Rtnetlink.NLMSG_ERROR, 0, sequence, body);
    }

    private static NftGuard open(Messages.Kernel kernel) throws NftException {
        return NftGuard.open(kernel, "sonde-7", RULES);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesWhatTheHeadersSay() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
                "SKIPPED: needs a little-endian machine");
        HexFormat hex = HexFormat.of();
        byte[] batch = NftBatch.of(5, "sonde-7", RULES).toArray(ValueLayout.JAVA_BYTE);
        assertEquals(BATCH.replace(" ", ""), hex.formatHex(batch));
    }

    @Test
    void isThereOnceTheRuleIsAcknowledged() throws Exception {
        var kernel =
                new Messages.Kernel()
                        .answering(ack(6, 0))
                        .answering(ack(7, 0), ack(8, 0))
                        .answering(ack(99, Errno.EIO));
        try (NftGuard guard = open(kernel)) {
            assertEquals("sonde-7", guard.table());
        }
        assertEquals(1, kernel.requests.size());
        assertArrayEquals(
                NftBatch.of(5, "sonde-7", RULES).toArray(ValueLayout.JAVA_BYTE),
                kernel.requests.getFirst());
    }

    @Test
    void takesAnotherNameWhenTheFirstIsTaken() throws Exception {
        var kernel =
                new Messages.Kernel()
                        .answering(ack(6, Errno.EEXIST))
                        .answering(ack(7, Errno.EPERM), ack(8, Errno.EPERM))
                        .answering(ack(11, Errno.EPERM), ack(13, Errno.EPERM))
                        .answering(ack(16, 0), ack(17, 0), ack(18, 0));
        try (NftGuard guard = open(kernel)) {
            assertEquals("sonde-7-3", guard.table());
        }
        assertFalse(text(kernel.requests.get(0)).contains("sonde-7-"));
        assertTrue(text(kernel.requests.get(1)).contains("sonde-7-2"));
        assertTrue(text(kernel.requests.get(2)).contains("sonde-7-3"));
    }

    @Test
    void givesUpWhenAllNamesAreTaken() {
        var kernel = new Messages.Kernel();
        for (int number = 1; number <= 16; number++) {
            kernel.answering(ack(5 * number + 1, Errno.EEXIST));
        }
        NftException e = assertThrows(NftException.class, () -> open(kernel));
        assertEquals("there are 16 tables sonde-7 already", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1, needs CAP_NET_ADMIN: run with sudo (EPERM)",
        "5, 95, this kernel lacks nf_tables; try: modprobe nf_tables (EOPNOTSUPP)",
        "6, 95, a table that ends with its process needs Linux 5.12 (EOPNOTSUPP)",
        "6, 22, a table that ends with its process needs Linux 5.12 (EINVAL)",
        "7, 2, 'this kernel lacks nf_tables, or a part of it; try: modprobe nf_tables (ENOENT)'",
        "8, 22, invalid argument (nf_tables: EINVAL)",
    })
    void saysWhatARefusalMeans(int sequence, int errno, String expected) {
        var kernel = new Messages.Kernel().answering(ack(sequence, errno), ack(8, 0));
        NftException e = assertThrows(NftException.class, () -> open(kernel));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void saysWhenTheKernelFallsSilent() {
        var kernel = new Messages.Kernel().answering(ack(6, 0));
        NftException e = assertThrows(NftException.class, () -> open(kernel));
        assertTrue(String.valueOf(e.getMessage()).contains("ETIMEDOUT"), e.getMessage());
    }
}
