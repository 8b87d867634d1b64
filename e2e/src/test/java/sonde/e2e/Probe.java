// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

/** A probe as tshark read it from a capture on the far side. */
record Probe(
        double epochSeconds,
        String address,
        int port,
        int sourcePort,
        long sequence,
        int ipId,
        int ttl,
        int window,
        int mss,
        boolean checksumsGood) {

    String target() {
        return address + ":" + port;
    }
}
