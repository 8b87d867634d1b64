// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** Kerberos 5 (RFC 4120 section 5.9.1): what an error says of the server. */
final class KerberosReader implements DatagramReader {

    /** KRB-ERROR and AS-REP, as tags of applications. */
    private static final int ERROR = 0x7E;

    private static final int REPLY = 0x6B;
    private static final int FIELD = 0xA0;
    private static final int STIME = FIELD + 4;
    private static final int ERROR_CODE = FIELD + 6;
    private static final int REALM = FIELD + 9;
    private static final int TEXT = FIELD + 11;

    @Override
    public Set<String> payloads() {
        return Set.of("kerberos");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        Ber message = Ber.next(new ByteReader(answer, answer.length));
        Ber fields = Ber.next(message.content());
        boolean isReply = message.tag() == REPLY;
        if ((message.tag() != ERROR && !isReply) || fields.tag() != Ber.SEQUENCE) {
            return false;
        }
        Facts facts = new Facts().word(isReply ? "AS-REP" : "KRB-ERROR");
        while (!isReply && fields.content().left() > 0) {
            Ber field = Ber.next(fields.content());
            Ber value = Ber.next(field.content());
            switch (field.tag()) {
                case STIME -> facts.put("time", value.content().restAsText());
                case ERROR_CODE -> facts.put("error", value.number());
                case REALM -> facts.put("realm", value.content().restAsText());
                case TEXT -> facts.put("text", value.content().textToNul());
                default -> {}
            }
        }
        findings.add(Service.KERBEROS, facts);
        return true;
    }
}
