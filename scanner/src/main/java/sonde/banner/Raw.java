// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/**
 * Ends the conversation with a server that broke off before it said anything that can be read: what
 * it did say is reported as it came.
 */
final class Raw {

    private Raw() {}

    /** Reports all of the input, if there is any, and finishes. The input must have ended. */
    static void finish(Talk talk, Service service) {
        finish(talk, service, talk.inputLength());
    }

    /**
     * Reports the beginning of the input, if there is any, and finishes.
     *
     * @param length how many bytes; the same however the input was cut into pieces
     */
    static void finish(Talk talk, Service service, int length) {
        if (length > 0) {
            talk.report(service, talk.input(), 0, length);
        }
        talk.finish();
    }
}
