// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** OpenVPN: the server's hard reset, which begins a session. */
final class OpenvpnReader implements DatagramReader {

    /** P_CONTROL_HARD_RESET_SERVER_V2, above three bits of key id. */
    private static final int SERVER_RESET = 8;

    /** Operation, session, count of acknowledgments, one of them, our session, packet id. */
    private static final int LENGTH_BYTES = 1 + 8 + 1 + 4 + 8 + 4;

    @Override
    public Set<String> payloads() {
        return Set.of("openvpn");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int first = reader.u8();
        byte[] session = reader.bytes(8);
        int acknowledged = reader.u8();
        if (first >>> 3 != SERVER_RESET || acknowledged != 1 || answer.length < LENGTH_BYTES) {
            return false;
        }
        findings.add(
                Service.OPENVPN, new Facts().word("hard-reset").put("session", Hex.of(session)));
        return true;
    }
}
