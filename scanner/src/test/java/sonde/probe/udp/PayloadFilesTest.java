// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The three formats of files that hold payloads. */
class PayloadFilesTest {

    private static final int UDP_OFFSET = 14 + 20;

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String hex(UdpPayload payload) {
        byte[] bytes = new byte[payload.lengthBytes()];
        payload.write(MemorySegment.ofArray(bytes), 0, 0x01020304);
        return HexFormat.of().formatHex(bytes);
    }

    private static String error(String text) {
        PayloadException e =
                assertThrows(
                        PayloadException.class, () -> PayloadFile.parse("mine", latin(text), null));
        return String.valueOf(e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "00ff 1a,00ff1a",
        "\"a\\n\\x41\\101\",610a4141",
        "\"#\" # comment,23",
        "cookie(2) cookie(4),030401020304",
        "cookie-odd(2),0305",
        "cookie-hex(4),30333034",
        "cookie-decimal(3),303630",
        "01 zeros(2) 02,01000002",
        "01 zeros-to(3),010000",
    })
    void readsWhatIsSent(String tokens, String expected) throws PayloadException {
        UdpPayloads read =
                PayloadFile.parse("mine", latin("payload a\nports 7\nsend " + tokens), null);
        assertEquals(expected, hex(read.of(7).getFirst()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "send 00|mine:1: \"send\" stands before the first line of a payload",
                "payload|mine:1: a payload needs a name of one word behind \"payload\"",
                "payload a~foo|mine:2: \"foo\" is none of payload, ports, send, answer, contains",
                "payload a~ports 65536|mine:2: \"65536\" is no port; write numbers from 0 to",
                "payload a~ports 9-8|mine:2: \"9-8\" is no port",
                "payload a~ports 9~send 0|mine:3: \"0\" is no hexadecimal number of whole bytes",
                "payload a~ports 9~send ??|mine:3: \"??\" is no hexadecimal number",
                "payload a~ports 9~send cookie(5)|mine:3: \"cookie(5)\" needs a number from 1 to 4",
                "payload a~ports 9~send any(2)|mine:3: \"any(2)\" is no word known here",
                "payload a~ports 9~send zeros(1453)|mine:3: \"zeros(1453)\" needs a number",
                "payload a~ports 9~send 00 zeros(1452)|mine:3: more than 1452 bytes; shorten it",
                "payload a~ports 9~send \"a|mine:3: a string has no end; close it",
                "payload a~ports 9~send \"\\q\"|mine:3: a string has an escape that is none of C's",
                "payload a~ports 9~|mine:2: payload \"a\" lacks a line \"send\"",
                "payload a~send 00|mine:2: payload \"a\" lacks its line \"ports\"",
                "payload default~ports 9~send 00|mine:3: payload \"default\" is for all other",
            })
    void saysWhereAndWhatIsWrong(String text, String expected) {
        String message = error(text.replace('~', '\n'));
        assertTrue(message.startsWith(expected), message);
    }

    @Test
    void refusesMorePayloadsOfAPortThanMayBe() {
        String message = error("payload a\nports 1-9\nsend 00\n".repeat(17));
        assertEquals("mine:51: port 1 has more than 16 payloads", message);
    }

    @Test
    void answersHaveMasksAndBytesThatDoNotCount() throws PayloadException {
        UdpPayload payload =
                PayloadFile.parse(
                                "mine",
                                latin("payload a\nports 7\nsend 00\nanswer 80/f0 ?? any(2) 05\n"),
                                null)
                        .of(7)
                        .getFirst();
        byte[] answer = {(byte) 0x8F, 1, 2, 3, 5, 9};
        assertTrue(payload.isAnswer(MemorySegment.ofArray(answer), 0, answer.length, 0));
        answer[0] = 0x7F;
        assertTrue(!payload.isAnswer(MemorySegment.ofArray(answer), 0, answer.length, 0));
    }

    @Test
    void readsTheFormatOfNmap() throws PayloadException {
        String text =
                "# comment\n\nudp 7,9-10 \"a\\x00\"\n  \"b\"\nudp 7 \"c\" source 500\n"
                        + "udp 11,\n  12 \"\\r\\n\"\n";
        UdpPayloads read = NmapPayloads.parse("payloads", latin(text));
        assertEquals(
                List.of("610062", "63"), read.of(7).stream().map(PayloadFilesTest::hex).toList());
        assertEquals("nmap-3", read.of(10).getFirst().name());
        assertEquals("0d0a", hex(read.of(12).getFirst()));
        assertEquals(0, read.of(13).getFirst().lengthBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp 7 \"a\"|p:1: \"tcp\" is no \"udp\"",
                "~udp x \"a\"|p:2: \"x\" is no port",
                "udp 7|p:1: a string in quotation marks must follow the ports",
                "udp 7 \"a\" source|p:1: a port must follow \"source\"",
                "udp 7 \"a|p:1: a string has no end",
            })
    void saysWhatIsWrongInTheFormatOfNmap(String text, String expected) {
        PayloadException e =
                assertThrows(
                        PayloadException.class,
                        () -> NmapPayloads.parse("p", latin(text.replace('~', '\n'))));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(expected), message);
    }

    private static byte[] capture(ByteOrder order, int linkType, byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(0xA1B2C3D4).putInt(0x00040002).putInt(0).putInt(0);
        out.writeBytes(header.putInt(65535).putInt(linkType).array());
        for (byte[] each : frames) {
            ByteBuffer record = ByteBuffer.allocate(16).order(order).putInt(0).putInt(0);
            out.writeBytes(record.putInt(each.length).putInt(each.length).array());
            out.writeBytes(each);
        }
        return out.toByteArray();
    }

    private static byte[] frame(int port, String payload) {
        ByteBuffer frame = ByteBuffer.allocate(UDP_OFFSET + 8 + payload.length());
        frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).put(14 + 9, (byte) 17);
        frame.putShort(UDP_OFFSET + 2, (short) port);
        frame.putShort(UDP_OFFSET + 4, (short) (8 + payload.length()));
        return frame.put(UDP_OFFSET + 8, latin(payload)).array();
    }

    @Test
    void takesPayloadsFromCaptures() throws PayloadException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] file =
                    capture(order, 1, frame(7, "ab"), new byte[60], frame(7, "ab"), frame(7, "c"));
            UdpPayloads read = PcapPayloads.parse("cap", file);
            assertEquals(
                    List.of("pcap-1", "pcap-4"),
                    read.of(7).stream().map(UdpPayload::name).toList());
            assertEquals("6162", hex(read.of(7).getFirst()));
        }
    }

    @Test
    void capturesOfTunnelsHaveNoLinkHeader() throws PayloadException {
        byte[] whole = frame(9, "x");
        byte[] packet = Arrays.copyOfRange(whole, 14, whole.length);
        UdpPayloads read = PcapPayloads.parse("cap", capture(ByteOrder.LITTLE_ENDIAN, 101, packet));
        assertEquals("78", hex(read.of(9).getFirst()));
    }

    @Test
    void saysWhatIsWrongWithACapture() {
        byte[] good = capture(ByteOrder.LITTLE_ENDIAN, 1, frame(7, "ab"));
        assertWrong(Arrays.copyOf(good, good.length - 1), "cap: frame 1 is cut off;");
        assertWrong(new byte[30], "cap: is no capture file;");
        assertWrong(capture(ByteOrder.LITTLE_ENDIAN, 1, new byte[60]), "cap: has no UDP datagram;");
        assertWrong(capture(ByteOrder.LITTLE_ENDIAN, 113), "cap: has link type 113;");
        good[0] = 0x0A;
        good[1] = 0x0D;
        good[2] = 0x0D;
        good[3] = 0x0A;
        assertWrong(good, "cap: is a pcapng file; convert it:");
    }

    private static void assertWrong(byte[] file, String expected) {
        PayloadException e =
                assertThrows(PayloadException.class, () -> PcapPayloads.parse("cap", file));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(expected), message);
    }
}
