// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A real web server in one namespace of a lab. It ends with the lab. */
final class Nginx {

    private Nginx() {}

    /** A routed lab with a server on port 80 of all its targets, and of the gateway. */
    static Lab routedLab() {
        Lab lab = Lab.routed();
        try {
            start(lab, lab.peer(), "80");
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    /** A lab of both families with a server on port 80 of all its targets. */
    static Lab routedLabOfBothFamilies() {
        Lab lab = Ipv6Lab.routed();
        try {
            start(lab, lab.peer(), "80", "[::]:80");
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    /**
     * Starts it on the given sockets, each a port or {@code address:port}, and returns once it
     * listens on all.
     */
    static void start(Lab lab, Namespace namespace, String... sockets) {
        startWith("", lab, namespace, sockets);
    }

    /**
     * Starts it with a certificate and everything from TLS 1.0 to 1.2, also what its library takes
     * for too weak; sockets with TLS are {@code address:port ssl}.
     *
     * @param certificate with its key beside it, as {@link Certificate} makes them
     */
    static void startWithTls(
            Certificate certificate, Lab lab, Namespace namespace, String... sockets) {
        startWith(
                """
                ssl_certificate CERTIFICATE;
                ssl_certificate_key KEY;
                ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
                ssl_ciphers DEFAULT@SECLEVEL=0;
                """
                        .replace("CERTIFICATE", certificate.file().toString())
                        .replace("KEY", certificate.key().toString()),
                lab,
                namespace,
                sockets);
    }

    private static void startWith(
            String settings, Lab lab, Namespace namespace, String... sockets) {
        String listens =
                List.of(sockets).stream()
                        .map(socket -> "    listen " + socket + " backlog=65535;\n")
                        .collect(Collectors.joining());
        Path folder = folder(lab, namespace);
        Path config = folder.resolve("nginx.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    config,
                    """
                    daemon off;
                    master_process off;
                    pid FOLDER/pid;
                    error_log FOLDER/error.log;
                    worker_rlimit_nofile 40000;
                    events { worker_connections 32768; }
                    http {
                      access_log off;
                      client_body_temp_path FOLDER/body;
                      proxy_temp_path FOLDER/proxy;
                      fastcgi_temp_path FOLDER/fastcgi;
                      uwsgi_temp_path FOLDER/uwsgi;
                      scgi_temp_path FOLDER/scgi;
                      SETTINGS
                      server {
                    LISTENS
                        location / { return 200 "lab\\n"; }
                        location /files/ { alias FOLDER/files/; }
                      }
                    }
                    """
                            .replace("FOLDER", folder.toString())
                            .replace("SETTINGS", settings)
                            .replace("LISTENS", listens));
            Path errors = folder.resolve("start.err");
            Process process =
                    new ProcessBuilder(
                                    namespace.command(
                                            List.of(
                                                    "nginx",
                                                    "-e",
                                                    folder + "/error.log",
                                                    "-c",
                                                    config.toString())))
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(errors.toFile())
                            .start();
            Await.until(
                    Duration.ofSeconds(10),
                    "nginx listens on " + String.join(", ", sockets),
                    () -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("nginx ended: " + read(errors));
                        }
                        return Listeners.count(namespace) == sockets.length;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it serve a file, as {@code /files/NAME}. */
    static void publish(Lab lab, Namespace namespace, String name, byte[] content) {
        Path file = folder(lab, namespace).resolve("files").resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Lab lab, Namespace namespace) {
        return lab.file("nginx-" + namespace.name());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
