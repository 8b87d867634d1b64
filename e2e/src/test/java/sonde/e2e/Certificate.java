// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.file.Path;

/**
 * A certificate that openssl(1) has made for a lab, and its key.
 *
 * @param file the certificate, as PEM
 * @param key its key, as PEM
 * @param store both, as PKCS #12 with the password {@value #PASSWORD}
 */
record Certificate(Path file, Path key, Path store) {

    static final String NAME = "lab.example";
    static final String PASSWORD = "lab";

    /** Makes one, signed by itself, of {@link #NAME}. */
    static Certificate make(Lab lab) {
        Certificate made =
                new Certificate(
                        lab.file("certificate.pem"), lab.file("key.pem"), lab.file("key.p12"));
        Command.must(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=" + NAME,
                "-keyout",
                made.key.toString(),
                "-out",
                made.file.toString());
        Command.must(
                "openssl",
                "pkcs12",
                "-export",
                "-in",
                made.file.toString(),
                "-inkey",
                made.key.toString(),
                "-passout",
                "pass:" + PASSWORD,
                "-out",
                made.store.toString());
        return made;
    }
}
