// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.banner.Text;
import sonde.record.Service;

import java.util.Set;

/** SSDP (UPnP Device Architecture 2.0 section 1.3.3): server, description, name. */
final class SsdpReader implements DatagramReader {

    @Override
    public Set<String> payloads() {
        return Set.of("ssdp");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        if (!Text.startsWith(answer, 0, answer.length, "HTTP/1.")) {
            return false;
        }
        Facts facts = new Facts();
        HeaderFields.put(answer, facts, "server", "location", "st", "usn");
        findings.add(
                Service.SSDP, facts.isEmpty() ? HeaderFields.firstLine(answer) : facts.toString());
        return true;
    }
}
