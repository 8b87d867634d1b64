// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.banner.Text;
import sonde.record.Service;

import java.util.Set;

/** SIP (RFC 3261 section 7.2): the status line, and what the other side runs. */
final class SipReader implements DatagramReader {

    @Override
    public Set<String> payloads() {
        return Set.of("sip");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        if (!Text.startsWith(answer, 0, answer.length, "SIP/2.0 ")) {
            return false;
        }
        Facts facts = new Facts().word(HeaderFields.firstLine(answer));
        HeaderFields.put(answer, facts, "server", "user-agent", "allow");
        findings.add(Service.SIP, facts);
        return true;
    }
}
