// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Locale;
import java.util.Set;

/** NTP (RFC 5905 section 7.3), its control messages (RFC 9327) and ntpd's private ones. */
final class NtpReader implements DatagramReader {

    private static final int MODE_MASK = 0x07;
    private static final int MODE_SERVER = 4;
    private static final int MODE_CONTROL = 6;
    private static final int MODE_PRIVATE = 7;
    private static final int HEADER_BYTES = 48;
    private static final int CONTROL_HEADER_BYTES = 12;

    /** The answers to MON_GETLIST have items of this many bytes each, behind eight of header. */
    private static final int PRIVATE_HEADER_BYTES = 8;

    private static final int RESPONSE = 0x80;

    /** Strata 0 and 1 name their reference in ASCII, RFC 5905 section 7.3. */
    private static final int STRATUM_NAMED_MAX = 1;

    private static final int STRATUM_MAX = 16;

    /** From seconds in 16.16 bits to milliseconds. */
    private static final double UNITS_PER_MILLI = 65.536;

    @Override
    public Set<String> payloads() {
        return Set.of("ntp", "ntp-control", "ntp-monlist");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int mode = reader.peek() & MODE_MASK;
        int version = reader.peek() >>> 3 & MODE_MASK;
        if (mode == MODE_SERVER && answer.length >= HEADER_BYTES) {
            return readTime(reader, version, findings);
        }
        if (mode == MODE_CONTROL && answer.length >= CONTROL_HEADER_BYTES) {
            return readControl(reader, version, findings);
        }
        if (mode == MODE_PRIVATE && answer.length >= PRIVATE_HEADER_BYTES) {
            return readPrivate(reader, version, findings);
        }
        return false;
    }

    private static boolean readTime(ByteReader reader, int version, Findings findings) {
        int leap = reader.u8() >>> 6;
        int stratum = reader.u8();
        if (stratum > STRATUM_MAX) {
            return false;
        }
        reader.skip(1);
        int precision = (byte) reader.u8();
        double delayMillis = reader.u32() / UNITS_PER_MILLI;
        double dispersionMillis = reader.u32() / UNITS_PER_MILLI;
        byte[] reference = reader.bytes(4);
        Facts facts = new Facts().put("version", version).put("leap", leap);
        facts.put("stratum", stratum).put("precision", precision);
        facts.put("rootdelay", String.format(Locale.ROOT, "%.3f", delayMillis));
        facts.put("rootdisp", String.format(Locale.ROOT, "%.3f", dispersionMillis));
        facts.put("refid", refid(reference, stratum));
        findings.add(Service.NTP, facts);
        return true;
    }

    private static String refid(byte[] bytes, int stratum) {
        ByteReader reader = new ByteReader(bytes, bytes.length);
        if (stratum <= STRATUM_NAMED_MAX) {
            return reader.textToNul();
        }
        return reader.u8() + "." + reader.u8() + '.' + reader.u8() + '.' + reader.u8();
    }

    private static boolean readControl(ByteReader reader, int version, Findings findings) {
        reader.skip(1);
        int operation = reader.u8();
        reader.skip(8);
        int count = reader.u16();
        if ((operation & RESPONSE) == 0) {
            return false;
        }
        String text = reader.text(Math.min(count, reader.left()));
        findings.add(Service.NTP, "version=" + version + ' ' + text.replaceAll("\\s*\\R\\s*", " "));
        return true;
    }

    private static boolean readPrivate(ByteReader reader, int version, Findings findings) {
        if ((reader.u8() & RESPONSE) == 0) {
            return false;
        }
        reader.skip(2);
        int request = reader.u8();
        int errorAndCount = reader.u16();
        Facts facts = new Facts().put("version", version).put("request", request);
        facts.put("error", errorAndCount >>> 12).put("items", errorAndCount & 0xFFF);
        findings.add(Service.NTP, facts);
        return true;
    }
}
