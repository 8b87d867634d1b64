// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.record.Banner;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * {@code certs}: every certificate that a server showed, as PEM (RFC 7468 section 5), behind a line
 * that says whose it is: {@code # 198.18.0.2:443 1795465782}. What is no certificate has no line;
 * masscan wraps every banner of whatever kind, at 72 columns.
 *
 * <p>A banner is put between the marks only if it is strict base64 of one whole DER element, so
 * that no server can write marks or lines of its own. One that is not, because it was cut off or
 * forged, has its first line alone, with {@code damaged} behind it.
 */
final class CertificatesFormat implements RecordFormat {

    /** RFC 7468 section 2: generators wrap at exactly 64 characters. */
    private static final int LINE_COLUMNS = 64;

    private static final Pattern HEADING =
            Pattern.compile("# [0-9a-f.:\\[\\]]+:\\d+ -?\\d+( damaged)?");

    private static final byte[] BEGIN = Words.ascii("\n-----BEGIN CERTIFICATE-----\n");
    private static final byte[] END = Words.ascii("-----END CERTIFICATE-----\n");
    private static final byte[] DAMAGED = Words.ascii(" damaged\n");

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        boolean isOurs = HEADING.matcher(Continuation.firstLine(file)).matches();
        return isOurs ? Continuation.ofLines(file, this) : null;
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        Banner banner = record.banner();
        if (banner == null || !isCertificate(banner.service())) {
            return;
        }
        buffer.put('#');
        buffer.put(' ');
        putSocket(record, buffer);
        buffer.put(' ');
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        if (!DerText.isWhole(banner)) {
            buffer.put(DAMAGED);
            return;
        }
        buffer.put(BEGIN);
        putWrapped(banner, buffer);
        buffer.put(END);
    }

    private static boolean isCertificate(Service service) {
        return service == Service.X509 || service == Service.X509_CA;
    }

    /** Address and port, with an address of IPv6 in brackets (RFC 3986 section 3.2.2). */
    private static void putSocket(ScanRecord record, AsciiBuffer buffer) {
        boolean isIpv4 = record.address().isIpv4();
        if (!isIpv4) {
            buffer.put('[');
        }
        buffer.putAddress(record.address());
        if (!isIpv4) {
            buffer.put(']');
        }
        buffer.put(':');
        buffer.putDecimal(record.port());
    }

    private static void putWrapped(Banner base64, AsciiBuffer buffer) {
        int lines = (base64.lengthBytes() + LINE_COLUMNS - 1) / LINE_COLUMNS;
        buffer.reserve(base64.lengthBytes() + lines + RecordFormat.RECORD_MAX_BYTES);
        for (int i = 0; i < base64.lengthBytes(); i++) {
            buffer.put((char) base64.at(i));
            if (i % LINE_COLUMNS == LINE_COLUMNS - 1) {
                buffer.put('\n');
            }
        }
        if (base64.lengthBytes() % LINE_COLUMNS != 0) {
            buffer.put('\n');
        }
    }
}
