// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** Memcached, its text protocol: what {@code stats} says; its version where it heard no stats. */
final class Memcached extends Dialogue {

    private static final byte[] HELLO = Text.ascii("stats\r\n");

    /** {@code version} has been said. */
    private static final int VERSION = 1;

    private static final String[] BEGINNINGS = {
        "STAT pid ", "VERSION ", "CLIENT_ERROR ", "SERVER_ERROR "
    };

    @Override
    public String name() {
        return "memcached";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {11211};
    }

    /** {@code ERROR} alone is its answer to what it doesn't know, and not only its. */
    @Override
    public Match match(byte[] input, int length) {
        Match match = Text.match(input, length, BEGINNINGS);
        if (match != Match.NO) {
            return match;
        }
        Match error = Text.match(input, length, "ERROR\r\n");
        return error == Match.YES ? Match.WEAK : error;
    }

    @Override
    public byte[] hello(Talk talk) {
        return HELLO.clone();
    }

    @Override
    Service service(Talk talk) {
        return Service.MEMCACHED;
    }

    @Override
    int replyEnd(Talk talk, byte[] input, int from, int end) {
        return Text.lineEnd(input, from, end);
    }

    @Override
    Next onReply(Talk talk, byte[] input, int from, int end) {
        boolean isError =
                Text.startsWith(input, from, end, "ERROR")
                        || Text.startsWith(input, from, end, "CLIENT_ERROR");
        if (talk.step() == 0 && isError) {
            // The hello of another protocol may have left a line without its end.
            say(talk, "\r\nversion");
            talk.setStep(VERSION);
            return Next.LISTEN;
        }
        boolean goesOn = isError || Text.startsWith(input, from, end, "STAT ");
        return goesOn ? Next.LISTEN : Next.FINISH;
    }
}
