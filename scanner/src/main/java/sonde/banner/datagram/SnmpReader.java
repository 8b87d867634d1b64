// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.HexFormat;
import java.util.Set;

/** SNMP: what a device calls itself (RFC 3418 section 2), or who its engine is (RFC 3411). */
final class SnmpReader implements DatagramReader {

    /** mib-2.system, of which sysDescr is number 1, in the encoding of X.690 section 8.19. */
    private static final String SYSTEM_OID = "2b0601020101";

    private static final String[] SYSTEM_NAMES = {
        "", "sysDescr", "sysObjectID", "sysUpTime", "sysContact", "sysName", "sysLocation"
    };

    private static final int SYSTEM_OID_BYTES = SYSTEM_OID.length() / 2;

    /** RFC 1157 section 4.1.1, RFC 3416 section 3. */
    private static final int RESPONSE = 0xA2;

    private static final int VERSION_3 = 3;

    /** Answers to our question have two; no device sends more than fit. */
    private static final int VARIABLES_MAX = 64;

    @Override
    public Set<String> payloads() {
        return Set.of("snmp-v1", "snmp-v2c", "snmp-v3");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        Ber message = Ber.next(new ByteReader(answer, answer.length));
        Ber version = Ber.next(message.content());
        if (message.tag() != Ber.SEQUENCE || version.tag() != Ber.INTEGER) {
            return false;
        }
        long number = version.number();
        if (number == VERSION_3) {
            return readEngine(message.content(), findings);
        }
        Ber community = Ber.next(message.content());
        Ber pdu = Ber.next(message.content());
        if (number < 0 || number > 1) {
            return false;
        }
        if (community.tag() != Ber.OCTET_STRING || pdu.tag() != RESPONSE) {
            return false;
        }
        Ber.next(pdu.content());
        long error = Ber.next(pdu.content()).number();
        Ber.next(pdu.content());
        ByteReader variables = Ber.next(pdu.content()).content();
        Facts facts = new Facts();
        for (int i = 0; i < VARIABLES_MAX && variables.left() > 0; i++) {
            readVariable(Ber.next(variables).content(), facts);
        }
        facts.put("error", error == 0 ? "" : Long.toString(error));
        findings.add(Service.SNMP, facts);
        return true;
    }

    /** In masscan's words: {@code sysName:router}. */
    private static void readVariable(ByteReader variable, Facts facts) {
        byte[] oid = Ber.next(variable).content().rest();
        Ber value = Ber.next(variable);
        if (value.tag() != Ber.OCTET_STRING || oid.length <= SYSTEM_OID_BYTES) {
            return;
        }
        String begin = HexFormat.of().formatHex(oid, 0, SYSTEM_OID_BYTES);
        int last = oid[SYSTEM_OID_BYTES];
        if (begin.equals(SYSTEM_OID) && last > 0 && last < SYSTEM_NAMES.length) {
            facts.word(SYSTEM_NAMES[last] + ':' + value.content().restAsText());
        }
    }

    /** RFC 3414 section 2.4: the security parameters of a report begin with engine, boots, time. */
    private static boolean readEngine(ByteReader message, Findings findings) {
        Ber global = Ber.next(message);
        Ber security = Ber.next(message);
        if (global.tag() != Ber.SEQUENCE || security.tag() != Ber.OCTET_STRING) {
            return false;
        }
        ByteReader parameters = Ber.next(security.content()).content();
        byte[] engine = Ber.next(parameters).content().rest();
        Facts facts = new Facts().put("version", VERSION_3).put("engineId", Hex.of(engine));
        if (engine.length >= Integer.BYTES) {
            long enterprise = new ByteReader(engine, engine.length).u32() & 0x7FFFFFFF;
            facts.put("enterprise", enterprise);
        }
        facts.put("boots", Ber.next(parameters).number());
        facts.put("seconds", Ber.next(parameters).number());
        findings.add(Service.SNMP, facts);
        return true;
    }
}
