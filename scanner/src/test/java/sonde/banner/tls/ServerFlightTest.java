// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

class ServerFlightTest {

    private static ServerFlight parse(byte[] bytes) {
        return ServerFlight.parse(bytes, bytes.length);
    }

    @Test
    void readsChainsOfOldVersions() {
        int[] versions = {Wire.TLS_1_0, Wire.TLS_1_1, Wire.TLS_1_2};
        List<String> names = List.of("tls10", "tls11", "tls12");
        for (int i = 0; i < versions.length; i++) {
            ServerFlight flight = parse(Recorded.answer(names.get(i)));
            assertTrue(flight.isComplete() && flight.isDone() && flight.hasHello());
            assertEquals(versions[i], flight.version(), names.get(i));
            assertEquals(2, flight.certificates().size());
            assertEquals(
                    Set.of("www.example.org", "*.example.net", "mail.example.org"),
                    CertificateNames.of(flight.certificates().getFirst()));
            assertEquals(
                    Set.of("Sonde Test CA"), CertificateNames.of(flight.certificates().getLast()));
        }
    }

    @Test
    void readsTheVersionOfTls13BehindItsDisguise() {
        ServerFlight flight = parse(Recorded.answer("tls13"));
        assertTrue(flight.isComplete());
        assertEquals(Wire.TLS_1_3, flight.version());
        assertEquals(0x1301, flight.cipher());
        assertArrayEquals(
                new int[] {Wire.EXT_SUPPORTED_VERSIONS, Wire.EXT_KEY_SHARE}, flight.extensions());
        assertEquals(List.of(), flight.certificates());
        assertNull(flight.protocol());
    }

    @Test
    void readsAlerts() {
        ServerFlight flight = parse(Recorded.answer("alert"));
        assertFalse(flight.hasHello());
        assertTrue(flight.isComplete());
        assertEquals(2, flight.alert() >>> 8, "fatal");
    }

    @Test
    void readsMessagesInPieces() {
        byte[] whole = Recorded.answer("tls12");
        Bytes cut = new Bytes();
        int size = Wire.u16(whole, 3);
        int at = 0;
        while (at < whole.length) {
            size = Wire.u16(whole, at + 3);
            for (int i = 0; i < size; i += 7) {
                int from = at + Wire.RECORD_HEADER_BYTES + i;
                byte[] piece = Arrays.copyOfRange(whole, from, from + Math.min(7, size - i));
                cut.u8(Wire.HANDSHAKE).u16(Wire.TLS_1_2).u16(piece.length).put(piece);
            }
            at += Wire.RECORD_HEADER_BYTES + size;
        }
        ServerFlight flight = parse(cut.toArray());
        assertTrue(flight.isDone());
        assertEquals(2, flight.certificates().size());
    }

    @Test
    void waitsForTheWholeChain() {
        byte[] whole = Recorded.answer("tls12");
        boolean complete = false;
        int chain = 0;
        for (int length = 0; length <= whole.length; length++) {
            ServerFlight flight = ServerFlight.parse(whole, length);
            assertTrue(flight.isComplete() || !complete, "never complete and then not");
            complete = flight.isComplete();
            chain = flight.certificates().size();
            assertTrue(!complete || chain == 2, "complete with " + chain);
        }
        assertTrue(complete);
    }
}
