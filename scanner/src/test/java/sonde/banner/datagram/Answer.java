// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

/**
 * An answer to one of our payloads, and what is to be read out of it.
 *
 * @param payload the name of what was sent, with the cookie {@link Answers#COOKIE}
 * @param port to which it was sent
 * @param bytes the datagram that came back
 * @param banner the label of the expected banner, a space, and its text
 */
record Answer(String payload, int port, byte[] bytes, String banner) {}
