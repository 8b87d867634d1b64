// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;

/**
 * LDAP (RFC 4511): reads the root DSE, in which a server says what it is to anyone who asks (RFC
 * 4512, 5.1).
 */
final class Ldap implements BannerProtocol {

    // Tags of BER, as RFC 4511 uses them.
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int ENUMERATED = 0x0A;
    private static final int SEQUENCE = 0x30;
    private static final int SEARCH_REQUEST = 0x63;
    private static final int SEARCH_ENTRY = 0x64;
    private static final int SEARCH_DONE = 0x65;
    private static final int SEARCH_REFERENCE = 0x73;
    private static final int EXTENDED_RESPONSE = 0x78;
    private static final int FILTER_PRESENT = 0x87;

    /** Above it a length is the number of bytes that the length takes. */
    private static final int LENGTH_SHORT_MAX = 0x7F;

    private static final int LENGTH_BYTES_MAX = 4;

    /** RFC 4512, 5.1, RFC 3045, and what Active Directory adds ([MS-ADTS] 3.1.1.3.2). */
    private static final List<String> ATTRIBUTES =
            List.of(
                    "vendorName",
                    "vendorVersion",
                    "supportedLDAPVersion",
                    "namingContexts",
                    "defaultNamingContext",
                    "dnsHostName",
                    "serverName",
                    "domainFunctionality",
                    "forestFunctionality",
                    "supportedSASLMechanisms",
                    "objectClass");

    /** RFC 4511, A.1; the codes a root DSE is refused with. */
    private static final int INSUFFICIENT_ACCESS_RIGHTS = 50;

    private static final int CONFIDENTIALITY_REQUIRED = 13;
    private static final int INAPPROPRIATE_AUTHENTICATION = 48;

    @Override
    public String name() {
        return "ldap";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {389, 3268};
    }

    @Override
    public byte[] hello(Talk talk) {
        ByteWriter attributes = new ByteWriter();
        for (String attribute : ATTRIBUTES) {
            attributes.u8(OCTETS, attribute.length()).text(attribute);
        }
        String any = "objectClass";
        ByteWriter search =
                new ByteWriter()
                        .u8(OCTETS, 0)
                        // The base object only; never dereference; one entry; ten seconds.
                        .u8(ENUMERATED, 1, 0)
                        .u8(ENUMERATED, 1, 0)
                        .u8(INTEGER, 1, 1)
                        .u8(INTEGER, 1, 10)
                        .u8(BOOLEAN, 1, 0)
                        .u8(FILTER_PRESENT, any.length())
                        .text(any)
                        .bytes(tagged(SEQUENCE, attributes.toBytes()));
        ByteWriter message =
                new ByteWriter().u8(INTEGER, 1, 1).bytes(tagged(SEARCH_REQUEST, search.toBytes()));
        return tagged(SEQUENCE, message.toBytes());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteWriter writer = new ByteWriter().u8(tag);
        if (content.length > LENGTH_SHORT_MAX) {
            writer.u8(LENGTH_SHORT_MAX + 1 + 2).u16(content.length);
        } else {
            writer.u8(content.length);
        }
        return writer.bytes(content).toBytes();
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        if (reader.u8() != SEQUENCE) {
            return Match.NO;
        }
        readLength(reader);
        int tag = reader.u8();
        int idLength = reader.u8();
        int id = reader.u8();
        int operation = reader.u8();
        if (reader.isShort()) {
            return Match.PARTIAL;
        }
        boolean isAnswer =
                id == 1
                        && (operation == SEARCH_ENTRY
                                || operation == SEARCH_DONE
                                || operation == SEARCH_REFERENCE);
        // Id 0: a notice of disconnection, RFC 4511, 4.4.1.
        boolean isNotice = id == 0 && operation == EXTENDED_RESPONSE;
        boolean fits = tag == INTEGER && idLength == 1 && (isAnswer || isNotice);
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        Facts facts = new Facts();
        boolean isDone = false;
        while (!isDone && reader.left() > 0) {
            ByteReader message = element(reader, SEQUENCE);
            if (reader.isShort()) {
                break;
            }
            element(message, INTEGER);
            int operation = message.peek();
            ByteReader content = element(message, operation);
            if (operation == SEARCH_ENTRY) {
                describe(content, facts);
            } else if (operation == SEARCH_DONE || operation == EXTENDED_RESPONSE) {
                describeResult(content, facts);
                isDone = true;
            }
            isDone |= message.isShort();
        }
        if (talk.inputLength() == 0 && talk.isInputEnded()) {
            talk.finish();
        } else if (isDone || talk.isInputEnded()) {
            if (facts.isEmpty()) {
                facts.word("ldap");
            }
            talk.report(Service.LDAP, facts.toString());
            talk.finish();
        }
    }

    private static void describe(ByteReader entry, Facts facts) {
        element(entry, OCTETS);
        ByteReader attributes = element(entry, SEQUENCE);
        while (attributes.left() > 0) {
            ByteReader attribute = element(attributes, SEQUENCE);
            String name = element(attribute, OCTETS).restAsText();
            ByteReader set = element(attribute, attribute.peek());
            List<String> values = new ArrayList<>();
            while (set.left() > 0) {
                values.add(element(set, OCTETS).restAsText());
            }
            facts.put(name, values);
        }
    }

    private static void describeResult(ByteReader result, Facts facts) {
        int code = element(result, ENUMERATED).peek();
        element(result, OCTETS);
        String message = element(result, OCTETS).restAsText();
        if (code != 0) {
            facts.put("result", nameOf(code)).put("message", message);
        }
    }

    private static String nameOf(int resultCode) {
        return switch (resultCode) {
            case CONFIDENTIALITY_REQUIRED -> "confidentialityRequired";
            case INAPPROPRIATE_AUTHENTICATION -> "inappropriateAuthentication";
            case INSUFFICIENT_ACCESS_RIGHTS -> "insufficientAccessRights";
            default -> Integer.toString(resultCode);
        };
    }

    /** The content of the next element; if it has another tag, the reader is short. */
    private static ByteReader element(ByteReader reader, int tag) {
        boolean fits = reader.u8() == tag;
        long length = readLength(reader);
        return reader.take(fits ? length : -1);
    }

    private static long readLength(ByteReader reader) {
        int first = reader.u8();
        if (first <= LENGTH_SHORT_MAX) {
            return first;
        }
        int count = first & LENGTH_SHORT_MAX;
        if (count > LENGTH_BYTES_MAX) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | reader.u8();
        }
        return length;
    }
}
