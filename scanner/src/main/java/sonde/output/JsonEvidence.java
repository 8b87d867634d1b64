// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Evidence;
import sonde.wire.IpAddress;

/**
 * What an answer showed beside status and time to live, in both JSON formats; only what is known is
 * named: {@code rtt_us} from probe to answer in microseconds; {@code icmp} type and code of an ICMP
 * answer, and {@code from} who sent it, if not the target; {@code mac} the target's Ethernet
 * address, and {@code vendor} whose range that is of.
 */
final class JsonEvidence {

    private final byte[] rtt;
    private final byte[] from;
    private final byte[] icmp;
    private final byte[] mac;
    private final byte[] vendor;

    /**
     * @param comma what stands between two members
     * @param colon what stands between a member's name and its value
     */
    JsonEvidence(String comma, String colon) {
        rtt = Words.ascii(comma + "\"rtt_us\"" + colon);
        from = Words.ascii(comma + "\"from\"" + colon + '"');
        icmp = Words.ascii(comma + "\"icmp\"" + colon + '"');
        mac = Words.ascii(comma + "\"mac\"" + colon + '"');
        vendor = Words.ascii(comma + "\"vendor\"" + colon + '"');
    }

    void put(Evidence evidence, AsciiBuffer buffer) {
        if (evidence.rttMicros() != Evidence.UNKNOWN) {
            buffer.put(rtt);
            buffer.putDecimal(evidence.rttMicros());
        }
        IpAddress responder = evidence.responder();
        if (responder != null) {
            buffer.put(from);
            buffer.putAddress(responder);
            buffer.put('"');
        }
        if (evidence.icmp() != Evidence.UNKNOWN) {
            buffer.put(icmp);
            buffer.putDecimal(evidence.icmp() >>> 8 & 0xFF);
            buffer.put('/');
            buffer.putDecimal(evidence.icmp() & 0xFF);
            buffer.put('"');
        }
        if (evidence.mac() != Evidence.UNKNOWN) {
            putMac(evidence.mac(), buffer);
        }
    }

    private void putMac(long address, AsciiBuffer buffer) {
        buffer.put(mac);
        buffer.putMac(address);
        buffer.put('"');
        byte[] name = Vendors.words(address);
        if (name != null) {
            buffer.put(vendor);
            buffer.put(name);
            buffer.put('"');
        }
    }
}
