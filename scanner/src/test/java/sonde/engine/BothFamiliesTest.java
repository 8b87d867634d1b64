// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.SourcePorts;
import sonde.wire.IpAddress;

class BothFamiliesTest {

    private static final CookieKey KEY = new CookieKey(5, 6);
    private static final Cookies COOKIES = new Cookies(KEY);
    private static final SourcePorts PORTS = new SourcePorts(40_000, 59_999, KEY);
    private static final int US = 0xC612_0001;
    private static final int PEER = 0xC612_0101;

    private static int cookie(IpAddress target, IpAddress source) {
        return BothFamilies.cookie(
                COOKIES, target.high(), target.low(), 80, source.high(), source.low(), 40_000);
    }

    @Test
    void anIpv4TargetHasTheHashesOfIpv4() {
        IpAddress target = IpAddress.ofIpv4(PEER);
        assertEquals(COOKIES.cookie(PEER, 80, US, 40_000), cookie(target, IpAddress.ofIpv4(US)));
        assertEquals(
                PORTS.sourcePort(PEER, 80),
                BothFamilies.sourcePort(PORTS, target.high(), target.low(), 80));
    }

    @Test
    void anIpv6TargetHasTheHashesOfIpv6() {
        IpAddress target = IpAddress.parse("2001:db8::7");
        IpAddress source = IpAddress.parse("2001:db8::1");
        assertEquals(
                COOKIES.cookie(
                        target.high(), target.low(), 80, source.high(), source.low(), 40_000),
                cookie(target, source));
        assertEquals(
                PORTS.sourcePort(target.high(), target.low(), 80),
                BothFamilies.sourcePort(PORTS, target.high(), target.low(), 80));
    }
}
