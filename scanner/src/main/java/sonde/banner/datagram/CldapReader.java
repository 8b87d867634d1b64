// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** LDAP without connection (RFC 3352): what the root entry says of a directory. */
final class CldapReader implements DatagramReader {

    /** RFC 4511 section 4.5.2 and 4.2.2. */
    private static final int ENTRY = 0x64;

    private static final int DONE = 0x65;
    private static final int SET = 0x31;
    private static final int ENUMERATED = 0x0A;

    /** The attributes that tell servers apart; others would fill the line. */
    private static final Set<String> SHOWN =
            Set.of(
                    "dnshostname",
                    "defaultnamingcontext",
                    "servername",
                    "vendorname",
                    "vendorversion",
                    "namingcontexts",
                    "domainfunctionality");

    @Override
    public Set<String> payloads() {
        return Set.of("cldap");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        Ber message = Ber.next(new ByteReader(answer, answer.length));
        Ber id = Ber.next(message.content());
        Ber operation = Ber.next(message.content());
        if (message.tag() != Ber.SEQUENCE || id.tag() != Ber.INTEGER) {
            return false;
        }
        if (operation.tag() == DONE) {
            Ber code = Ber.next(operation.content());
            if (code.tag() == ENUMERATED) {
                findings.add(Service.LDAP, new Facts().put("result", code.number()));
            }
            return code.tag() == ENUMERATED;
        }
        if (operation.tag() != ENTRY) {
            return false;
        }
        Ber.next(operation.content());
        ByteReader attributes = Ber.next(operation.content()).content();
        Facts facts = new Facts();
        while (attributes.left() > 0) {
            readAttribute(Ber.next(attributes).content(), facts);
        }
        findings.add(Service.LDAP, facts);
        return true;
    }

    private static void readAttribute(ByteReader attribute, Facts facts) {
        String name = Ber.next(attribute).content().restAsText();
        Ber values = Ber.next(attribute);
        if (values.tag() != SET || !SHOWN.contains(name.toLowerCase(Locale.ROOT))) {
            return;
        }
        List<String> texts = new ArrayList<>();
        while (values.content().left() > 0) {
            texts.add(Ber.next(values.content()).content().restAsText());
        }
        facts.put(name, texts);
    }
}
