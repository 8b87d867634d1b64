// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.List;

/** Pieces of what servers say, for tests that put them together at random; ISO-8859-1. */
final class Snippets {

    static final List<String> ALL =
            List.of(
                    "\r\n",
                    "\n",
                    "250-mail\r\n250 STARTTLS\r\n",
                    "220 go ahead\r\n",
                    "500 what?\r\n",
                    "530 Please login\r\n",
                    "221 bye\r\n",
                    "211-Features:\r\n AUTH TLS\r\n UTF8\r\n211 End\r\n",
                    "211 none\r\n",
                    "234 Proceed\r\n",
                    "215 UNIX Type: L8\r\n",
                    "+OK\r\nSTLS\r\nUSER\r\n.\r\n",
                    "+OK begin\r\n",
                    "-ERR no\r\n",
                    "* CAPABILITY IMAP4rev1 STARTTLS\r\n",
                    "a1 OK done\r\n",
                    "a2 OK begin\r\n",
                    "a2 BAD no\r\n",
                    "HTTP/1.1 200 OK\r\nServer: a\r\nContent-Type: text/html\r\n",
                    "HTTP/1.0 400 Bad\r\nContent-Length: 30\r\n\r\n",
                    "<html><title>",
                    "A <b> page",
                    "</title>",
                    "Client sent an HTTP request to an HTTPS server.",
                    "Content-Length: 7\r\n\r\n",
                    "$20\r\nredis_version:7.0.15\r\n",
                    "$-1\r\n",
                    "-NOAUTH no\r\n",
                    "ERROR\r\n",
                    "STAT version 1\r\n",
                    "END\r\n",
                    "VERSION 1.6\r\n",
                    "\u00ff\u00fd\u0018",
                    "\u00ff\u00fb\u0001",
                    "\u00ff\u00fa\u0018\u0001\u00ff\u00f0",
                    "Login: ",
                    "Password:",
                    "\0\0\0\u0030\u0004\u0014");

    private Snippets() {}
}
