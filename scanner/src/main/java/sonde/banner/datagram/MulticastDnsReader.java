// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Multicast DNS (RFC 6762) and LLMNR (RFC 4795): which services a host has. */
final class MulticastDnsReader implements DatagramReader {

    @Override
    public Set<String> payloads() {
        return Set.of("mdns", "llmnr");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        DnsMessage message = new DnsMessage(answer);
        if (!message.isAnswer()) {
            return false;
        }
        List<String> names = new ArrayList<>();
        for (DnsMessage.Answer each : message.answers()) {
            if (each.type() == DnsMessage.TYPE_PTR) {
                names.add(message.nameOf(each));
            }
        }
        Facts facts = new Facts().put("services", names);
        facts.put("answers", message.answerCount());
        findings.add(Service.MDNS, facts);
        return true;
    }
}
