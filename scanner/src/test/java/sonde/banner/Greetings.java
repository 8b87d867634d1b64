// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.List;
import java.util.Map;

/** First bytes of real servers by the name of the protocol they speak; ISO-8859-1. */
final class Greetings {

    static final Map<String, List<String>> BY_PROTOCOL =
            Map.ofEntries(
                    Map.entry(
                            "ssh",
                            List.of(
                                    "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n",
                                    "SSH-1.99-Cisco-1.25\n",
                                    "Exceeded MaxStartups\r\n",
                                    "Not allowed at this time\r\n")),
                    Map.entry(
                            "smtp",
                            List.of(
                                    "220 mail.example.com ESMTP Postfix (Debian/GNU)\r\n",
                                    "220 ftp.example.com ESMTP Exim 4.96 Wed, 25 Nov 2026\r\n",
                                    "220-mx.example.com SMTP\r\n220 no spam\r\n")),
                    Map.entry(
                            "ftp",
                            List.of(
                                    "220 (vsFTPd 3.0.3)\r\n",
                                    "220 ProFTPD Server (Debian) [::ffff:198.18.0.7]\r\n",
                                    "220-FileZilla Server 1.8.1\r\n220 Please visit\r\n")),
                    Map.entry("pop3", List.of("+OK Dovecot (Debian) ready.\r\n", "+OK \r\n")),
                    Map.entry(
                            "imap",
                            List.of(
                                    "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n",
                                    "* BYE Too many connections\r\n")),
                    Map.entry(
                            "http",
                            List.of(
                                    "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n",
                                    "HTTP/1.0 400 Bad Request\r\n\r\n",
                                    "\r\n<!DOCTYPE html><title>a</title>")),
                    Map.entry("rtsp", List.of("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n")),
                    Map.entry("sip", List.of("SIP/2.0 200 OK\r\nCSeq: 1 OPTIONS\r\n\r\n")),
                    Map.entry(
                            "redis",
                            List.of(
                                    "+PONG\r\n",
                                    "-NOAUTH Authentication required.\r\n",
                                    "-ERR wrong number of arguments for 'get' command\r\n",
                                    "-DENIED Redis is running in protected mode\r\n")),
                    Map.entry(
                            "memcached",
                            List.of("STAT pid 77\r\n", "VERSION 1.6.18\r\n", "ERROR\r\n")),
                    Map.entry(
                            "telnet",
                            List.of("\u00ff\u00fd\u0018\u00ff\u00fd ", "Router login: ")));

    private Greetings() {}
}
