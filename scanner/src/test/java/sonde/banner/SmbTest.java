// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.Arrays;
import java.util.List;

/** Answers are those of Samba 4.17, with and without SMB 1. */
class SmbTest {

    /** SMB 2 without a dialect: ask again. */
    private static final byte[] ANY_DIALECT =
            Recordings.hex(
                    """
                    000000cafe534d424000000000000000000001000100000000000000000000000000000000000000
                    0000000000000000000000000000000000000000000000000000000041000100ff02000066696c65
                    626f780000000000000000000700000000008000000080000000800068a40153297ddd0100000000
                    0000000080004a0000000000604806062b0601050502a03e303ca00e300c060a2b06010401823702
                    020aa32a3028a0261b246e6f745f646566696e65645f696e5f5246433431373840706c656173655f
                    69676e6f7265
                    """);

    private static final byte[] NEGOTIATED_2 =
            Recordings.hex(
                    """
                    000000fefe534d424000000000000000000001000100000000000000010000000000000000000000
                    00000000000000000000000000000000000000000000000000000000410001001103010066696c65
                    626f7800000000000000000007000000000080000000800000008000ea170753297ddd0100000000
                    0000000080004a00d0000000604806062b0601050502a03e303ca00e300c060a2b06010401823702
                    020aa32a3028a0261b246e6f745f646566696e65645f696e5f5246433431373840706c656173655f
                    69676e6f72650000000000000100260000000000010020000100bed97b9cc62694f89659026507ac
                    44bd74c89054a60aa43f3bee5aba78961644
                    """);

    private static final byte[] CHALLENGE_2 =
            Recordings.hex(
                    """
                    000000edfe534d4240000000160000c0010001000100000000000000020000000000000000000000
                    000000003882800a0000000000000000000000000000000000000000090000004800a500a181a230
                    819fa0030a0101a10c060a2b06010401823702020aa281890481864e544c4d53535000020000000e
                    000e003800000005828a02724f610636a63de3000000000000000040004000460000000601000000
                    00000f460049004c00450042004f00580002000e00460049004c00450042004f00580001000e0046
                    0049004c00450042004f005800040000000300040076006d0007000800e4191553297ddd01000000
                    00
                    """);

    private static final byte[] NEGOTIATED_1 =
            Recordings.hex(
                    """
                    0000009fff534d4272000000008801c8000000000000000000000000000000000000000011000003
                    320001000441000000000100ba270000fdf38080b63e8b54297ddd010000005a006f6c64626f7800
                    000000000000000000604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa3
                    2a3028a0261b246e6f745f646566696e65645f696e5f5246433431373840706c656173655f69676e
                    6f7265
                    """);

    private static final byte[] CHALLENGE_1 =
            Recordings.hex(
                    """
                    0000011cff534d4273160000c08803c800000000000000000000000000000000c4a3000004ff0000
                    0000009f00f100a1819c308199a0030a0101a10c060a2b06010401823702020aa281830481804e54
                    4c4d53535000020000000c000c003800000005828a02daa61bea2aa6329100000000000000003c00
                    3c0044000000060100000000000f4f004c00440042004f00580002000c004f004c00440042004f00
                    580001000c004f004c00440042004f005800040000000300040076006d0007000800340a9254297d
                    dd0100000000570069006e0064006f0077007300200036002e0031000000530061006d0062006100
                    200034002e00310037002e00310032002d00440065006200690061006e0000005400450053005400
                    4700520050000000
                    """);

    /** The answer to SMB 1 alone of a server that does not speak it. */
    private static final byte[] NO_DIALECT =
            Recordings.hex(
                    """
                    00000025ff534d4272000000008803c0000000000000000000000000000000000000000001ffff00
                    00
                    """);

    private static final String SMB_2 =
            "SMBv2 dialect=3.1.1 signing=enabled guid=656c6966-6f62-0078-0000-000000000000"
                    + " time=2026-11-25T22:07:13.108Z version=6.1.0 ntlm-ver=15 domain=FILEBOX"
                    + " name=FILEBOX name-dns=vm";

    private static final String SMB_1 =
            "SMBv1 signing=disabled guid=62646c6f-786f-0000-0000-000000000000"
                    + " time=2026-11-25T22:07:15.652Z os=\"Windows 6.1\""
                    + " ver=\"Samba 4.17.12-Debian\" version=6.1.0 ntlm-ver=15 domain=OLDBOX"
                    + " name=OLDBOX name-dns=vm";

    private static final int PORT_NETBIOS = 139;

    private final Smb smb = new Smb();

    private FakeTalk talkOn(int port) {
        FakeTalk talk = new FakeTalk(smb);
        talk.port = port;
        return talk;
    }

    private static void assertFramed(String message) {
        assertEquals(message.length() - 4, message.charAt(2) << 8 | message.charAt(3));
    }

    @Test
    void offersBothGenerations() {
        String hello = Recordings.said(smb.hello(talkOn(445)));
        assertFramed(hello);
        assertTrue(hello.endsWith("\u0002NT LM 0.12\0\u0002SMB 2.002\0\u0002SMB 2.???\0"));
    }

    @Test
    void recognisesBothGenerations() {
        Recordings.assertRecognised(smb, ANY_DIALECT, 8);
        Recordings.assertRecognised(smb, NEGOTIATED_1, 8);
        Recordings.assertRefusesText(smb);
    }

    @Test
    void reportsSmb2HoweverItArrives() {
        FakeTalk talk =
                talkOn(445)
                        .receiveByteByByte(ANY_DIALECT)
                        .receiveByteByByte(NEGOTIATED_2)
                        .receiveByteByByte(CHALLENGE_2);
        assertEquals(SMB_2, talk.reported(Service.SMB));
        talk.said.forEach(SmbTest::assertFramed);
        assertEquals(2, talk.said.size());
        assertTrue(talk.finished);
    }

    @Test
    void reportsSmb1() {
        FakeTalk talk = talkOn(445).receiveByteByByte(NEGOTIATED_1).receiveByteByByte(CHALLENGE_1);
        assertEquals(SMB_1, talk.reported(Service.SMB));
        talk.said.forEach(SmbTest::assertFramed);
        assertTrue(talk.finished);
    }

    @Test
    void keepsWhatItHasWhenTheServerIsSilent() {
        FakeTalk talk = talkOn(445).receive(ANY_DIALECT).receive(NEGOTIATED_2).end();
        assertTrue(SMB_2.startsWith(String.valueOf(talk.reported(Service.SMB))));
    }

    @Test
    void asksForSmb1AloneWhereItMayGoDeep() {
        FakeTalk talk = talkOn(445);
        talk.options.deep = true;
        talk.reconnectsMax = 1;
        talk.receive(ANY_DIALECT).receive(NEGOTIATED_2).receive(CHALLENGE_2);
        assertTrue(talk.said.getLast().endsWith("\0\u0002NT LM 0.12\0"));
        talk.receive(NEGOTIATED_1).receive(CHALLENGE_1);
        assertEquals(
                List.of(SMB_2, SMB_1), talk.reports.stream().map(FakeTalk.Report::text).toList());
        assertTrue(talk.finished);
    }

    @Test
    void saysNothingOfSmb1WhereThereIsNone() {
        FakeTalk talk = talkOn(445);
        talk.options.deep = true;
        talk.reconnectsMax = 1;
        talk.receive(ANY_DIALECT).receive(NEGOTIATED_2).receive(CHALLENGE_2).receive(NO_DIALECT);
        assertEquals(1, talk.reports.size());
        assertTrue(talk.finished);
    }

    @Test
    void beginsANetbiosSessionOnItsPort() {
        FakeTalk talk = talkOn(PORT_NETBIOS);
        byte[] hello = smb.hello(talk);
        assertEquals(72, hello.length);
        assertEquals((byte) 0x81, hello[0]);
        byte[] positive = {(byte) 0x82, 0, 0, 0};
        assertEquals(Match.WEAK, smb.match(positive, 4));
        assertEquals(Match.YES, smb.matchAnswer(positive, 4));
        talk.receiveByteByByte(positive);
        assertEquals(1, talk.said.size());
        talk.receive(NEGOTIATED_1).receive(CHALLENGE_1);
        assertEquals(SMB_1, talk.reported(Service.SMB));
    }

    @Test
    void reportsARefusedNetbiosSession() {
        FakeTalk talk =
                talkOn(PORT_NETBIOS).receive(new byte[] {(byte) 0x83, 0, 0, 1, (byte) 0x82});
        assertEquals("netbios-refused code=0x82", talk.reported(Service.SMB));
        assertTrue(talk.finished);
    }

    /** Windows NT and its like: challenge, domain and name in the clear. */
    @Test
    void readsServersWithoutExtendedSecurity() {
        byte[] negotiated = oldFrame(0x72, 17, oldNegotiate(), oldNames("LAB", "NT4BOX"));
        byte[] setup =
                oldFrame(
                        0x73,
                        3,
                        new byte[6],
                        new ByteWriter()
                                .u8(0)
                                .bytes(oldNames("Windows NT 4.0", "NT LAN Manager 4.0"))
                                .toBytes());
        FakeTalk talk = talkOn(445).receive(negotiated).receive(setup);
        assertEquals(
                "SMBv1 signing=disabled domain=LAB name=NT4BOX os=\"Windows NT 4.0\""
                        + " ver=\"NT LAN Manager 4.0\"",
                talk.reported(Service.SMB));
        assertFramed(talk.said.getFirst());
    }

    private static byte[] oldNegotiate() {
        int capabilities = 4;
        return new ByteWriter()
                .u16le(0)
                .u8(3)
                .zeros(16)
                .u32le(capabilities)
                .zeros(8 + 2)
                .u8(0)
                .toBytes();
    }

    private static byte[] oldNames(String first, String second) {
        return new ByteWriter().utf16AndNul(first).utf16AndNul(second).toBytes();
    }

    private static byte[] oldFrame(int command, int words, byte[] parameters, byte[] data) {
        byte[] message =
                new ByteWriter()
                        .bytes(Smb1.MAGIC)
                        .u8(command)
                        .zeros(5)
                        .u16le(0x8000)
                        .zeros(20)
                        .u8(words)
                        .bytes(parameters)
                        .u16le(data.length)
                        .bytes(data)
                        .toBytes();
        return new ByteWriter().u16(0).u16(message.length).bytes(message).toBytes();
    }

    @Test
    void endsOnOffsetsThatLie() {
        byte[] lie = CHALLENGE_2.clone();
        Arrays.fill(lie, 72, 76, (byte) 0xFF);
        FakeTalk talk = talkOn(445).receive(ANY_DIALECT).receive(NEGOTIATED_2).receive(lie);
        assertTrue(SMB_2.startsWith(String.valueOf(talk.reported(Service.SMB))));
        assertTrue(talk.finished);
    }
}
