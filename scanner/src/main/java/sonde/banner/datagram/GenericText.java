// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Text;

import java.io.ByteArrayOutputStream;

/** What is shown of an answer for which there is an entry in the payload file and no class. */
final class GenericText {

    private GenericText() {}

    /** The payload's name, a colon, and the answer as it came. */
    static byte[] of(String payloadName, byte[] answer) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(answer.length + 32);
        text.writeBytes(Text.ascii(payloadName + ": "));
        text.writeBytes(answer);
        return text.toByteArray();
    }
}
