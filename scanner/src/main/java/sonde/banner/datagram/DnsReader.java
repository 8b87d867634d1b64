// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** DNS (RFC 1035): the version as name servers tell it, or what else the answer says. */
final class DnsReader implements DatagramReader {

    @Override
    public Set<String> payloads() {
        return Set.of("dns-version", "dns-a");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        DnsMessage message = new DnsMessage(answer);
        if (!message.isAnswer()) {
            return false;
        }
        StringBuilder version = new StringBuilder();
        for (DnsMessage.Answer each : message.answers()) {
            ByteReader data = message.data(each);
            while (each.type() == DnsMessage.TYPE_TXT && data.left() > 0) {
                version.append(version.isEmpty() ? "" : " ").append(data.text(data.u8()));
            }
        }
        if (message.questionClass() == DnsMessage.CLASS_CHAOS) {
            findings.add(
                    Service.DNS_VERSION, version.isEmpty() ? message.rcode() : version.toString());
            return true;
        }
        Facts facts = new Facts().put("rcode", message.rcode());
        facts.put("recursion", has(message, DnsMessage.RECURSION));
        facts.put("authoritative", has(message, DnsMessage.AUTHORITATIVE));
        findings.add(Service.DNS, facts.put("answers", message.answerCount()));
        return true;
    }

    private static String has(DnsMessage message, int flag) {
        return (message.flags() & flag) != 0 ? "yes" : "no";
    }
}
