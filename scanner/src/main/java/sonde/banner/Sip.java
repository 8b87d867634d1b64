// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

/** SIP over TCP (RFC 3261): the answer to OPTIONS, which rings nobody's telephone. */
final class Sip extends HeaderProtocol {

    /** Where answers would go were this not TCP; a name that never resolves (RFC 2606). */
    private static final String OUR_HOST = "sonde.invalid";

    Sip() {
        super("SIP/2.0", Service.SIP);
    }

    @Override
    public String name() {
        return "sip";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {5060};
    }

    /** The branch begins as RFC 3261, section 8.1.1.7, demands. */
    @Override
    public byte[] hello(Talk talk) {
        String target = "sip:" + HttpHello.name(talk);
        return Text.ascii(
                String.join(
                        "\r\n",
                        "OPTIONS " + target + " SIP/2.0",
                        "Via: SIP/2.0/TCP " + OUR_HOST + ";rport;branch=z9hG4bKsonde",
                        "From: <sip:sonde@" + OUR_HOST + ">;tag=sonde",
                        "To: <" + target + '>',
                        "Call-ID: options@" + OUR_HOST,
                        "CSeq: 1 OPTIONS",
                        "Contact: <sip:sonde@" + OUR_HOST + ";transport=tcp>",
                        "Max-Forwards: 70",
                        "User-Agent: " + SelfName.userAgent(talk.options()),
                        "Accept: application/sdp",
                        "Content-Length: 0",
                        "",
                        ""));
    }
}
