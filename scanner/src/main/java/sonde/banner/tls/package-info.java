// SPDX-License-Identifier: Apache-2.0
/**
 * TLS: what a server says in the clear, its fingerprints, what it is open to, and the service
 * inside. Hellos and answers are our own bytes; only where something must be decrypted does the
 * JDK's SSLEngine carry the handshake.
 */
@NullMarked
package sonde.banner.tls;

import org.jspecify.annotations.NullMarked;
