// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Locale;
import java.util.Set;

/** EtherNet/IP's ListIdentity (ODVA, volume 2, section 2-4.2.3): vendor, product, serial number. */
final class EthernetIpReader implements DatagramReader {

    private static final int LIST_IDENTITY = 0x63;
    private static final int HEADER_BYTES = 24;

    /** Item count, type, length, protocol version, socket address. */
    private static final int IDENTITY_OFFSET = HEADER_BYTES + 2 + 2 + 2 + 2 + 16;

    @Override
    public Set<String> payloads() {
        return Set.of("ethernet-ip");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int command = reader.u16le();
        reader.seek(IDENTITY_OFFSET);
        if (command != LIST_IDENTITY || reader.isShort()) {
            return false;
        }
        Facts facts = new Facts().put("vendor", reader.u16le()).put("type", reader.u16le());
        facts.put("code", reader.u16le()).put("revision", reader.u8() + "." + reader.u8());
        reader.skip(2);
        facts.put("serial", String.format(Locale.ROOT, "0x%08x", reader.u32le()));
        facts.put("product", reader.text(reader.u8()));
        findings.add(Service.ETHERNET_IP, facts);
        return true;
    }
}
