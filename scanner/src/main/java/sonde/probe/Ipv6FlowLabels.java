// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/** The flow labels of probes (RFC 6437), for those who go on in the same flow. Immutable. */
public final class Ipv6FlowLabels {

    private final int markKey;

    public Ipv6FlowLabels(CookieKey key) {
        markKey = Marks.key(key);
    }

    /** The flow label of the probe with this cookie, 1 to 0xFFFFF. */
    public int of(int cookie) {
        return Marks.flowLabel(Marks.mark(cookie, markKey));
    }
}
