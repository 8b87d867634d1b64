// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names a certificate (RFC 5280) is for: common names of its subject, then the DNS names among
 * its alternative names; as their bytes stand there, each once. Reads nothing else, verifies
 * nothing.
 */
final class CertificateNames {

    /** More names are left out; the largest certificates in use have a few hundred. */
    static final int NAMES_MAX = 1000;

    /** 2.5.4.3, RFC 5280, appendix A.1: id-at-commonName. */
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

    /** 2.5.29.17, RFC 5280, section 4.2.1.6: id-ce-subjectAltName. */
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1d, 0x11};

    /** From the serial number to the subject. */
    private static final int FIELDS_BEFORE_SUBJECT = 3;

    /** GeneralName's dNSName, [2] IMPLICIT. */
    private static final int DNS_NAME = 0x82;

    /** TBSCertificate's version, [0]. */
    private static final int VERSION = 0xa0;

    /** TBSCertificate's extensions, [3]. */
    private static final int EXTENSIONS = 0xa3;

    private final byte[] certificate;
    private final Set<String> names = new LinkedHashSet<>();

    private CertificateNames(byte[] certificate) {
        this.certificate = certificate;
    }

    /** The names, a character for each byte. */
    static Set<String> of(byte[] certificate) {
        CertificateNames names = new CertificateNames(certificate);
        names.read();
        return names.names;
    }

    private void read() {
        Der outer = new Der(certificate, 0, certificate.length);
        if (!outer.next(Der.SEQUENCE)) {
            return;
        }
        Der inner = outer.inside();
        if (!inner.next(Der.SEQUENCE)) {
            return;
        }
        Der field = inner.inside();
        if (!field.next() || (field.tag() == VERSION && !field.next())) {
            return;
        }
        // The serial number was read; the subject follows signature algorithm, issuer, validity.
        boolean there = true;
        for (int i = 0; i < FIELDS_BEFORE_SUBJECT; i++) {
            there &= field.next();
        }
        if (!there || !field.next(Der.SEQUENCE)) {
            return;
        }
        readSubject(field.inside());
        while (field.next()) {
            if (field.tag() == EXTENSIONS) {
                Der list = field.inside();
                if (list.next(Der.SEQUENCE)) {
                    readExtensions(list.inside());
                }
            }
        }
    }

    private void readSubject(Der sets) {
        while (sets.next(Der.SET)) {
            Der pairs = sets.inside();
            while (pairs.next(Der.SEQUENCE)) {
                Der pair = pairs.inside();
                if (pair.next(Der.OBJECT_IDENTIFIER) && pair.is(COMMON_NAME) && pair.next()) {
                    add(pair);
                }
            }
        }
    }

    private void readExtensions(Der extensions) {
        while (extensions.next(Der.SEQUENCE)) {
            Der extension = extensions.inside();
            if (!extension.next(Der.OBJECT_IDENTIFIER) || !extension.is(ALTERNATIVE_NAMES)) {
                continue;
            }
            // The critical flag may stand before the value.
            boolean more = extension.next();
            if (more && extension.tag() == Der.BOOLEAN) {
                more = extension.next();
            }
            if (!more || extension.tag() != Der.OCTET_STRING) {
                return;
            }
            Der value = extension.inside();
            if (value.next(Der.SEQUENCE)) {
                Der general = value.inside();
                while (general.next()) {
                    if (general.tag() == DNS_NAME) {
                        add(general);
                    }
                }
            }
        }
    }

    private void add(Der element) {
        if (element.to() == element.from() || names.size() >= NAMES_MAX) {
            return;
        }
        byte[] text = Arrays.copyOfRange(certificate, element.from(), element.to());
        if (element.tag() == Der.BMP_STRING) {
            text = new String(text, StandardCharsets.UTF_16BE).getBytes(StandardCharsets.UTF_8);
        }
        names.add(new String(text, StandardCharsets.ISO_8859_1));
    }
}
