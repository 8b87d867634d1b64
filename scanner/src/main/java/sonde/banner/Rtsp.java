// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** RTSP (RFC 2326, RFC 7826): what the server says of itself and of the methods it knows. */
final class Rtsp extends HeaderProtocol {

    Rtsp() {
        super("RTSP/", Service.RTSP);
    }

    @Override
    public String name() {
        return "rtsp";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {554, 8554};
    }

    @Override
    public byte[] hello(Talk talk) {
        return Text.ascii(
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: "
                        + SelfName.userAgent(talk.options())
                        + "\r\n\r\n");
    }
}
