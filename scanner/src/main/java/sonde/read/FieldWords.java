// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import sonde.output.Field;

/** Takes what files say field by field. */
final class FieldWords {

    private FieldWords() {}

    /**
     * Takes one word.
     *
     * @param word not empty; its bytes as characters of the same number
     */
    static void take(Findings findings, Field field, String word) {
        switch (field) {
            case IP -> findings.address(word);
            case PORT -> findings.port(word);
            case PROTOCOL -> findings.protocol(word);
            case STATUS -> findings.status(word);
            case REASON -> findings.reason(word);
            case TTL -> findings.ttl(word);
            case RTT -> findings.rttMicros(word);
            case TIMESTAMP -> findings.epochSeconds(word);
            case FROM -> findings.responder(word);
            case ICMP -> findings.icmp(word);
            case MAC -> findings.mac(word);
            case SERVICE -> findings.service(word);
            case RECOGNIZED -> findings.recognition(word);
            case BANNER -> findings.text(BannerBytes.ofEscaped(word));
            case VENDOR -> {
                // Follows from the address.
            }
        }
    }
}
