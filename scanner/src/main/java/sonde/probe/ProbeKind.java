// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

/** The registry of probes: one line a kind. */
public enum ProbeKind {
    /** A TCP SYN: open ports answer SYN-ACK, closed ones RST. */
    TCP_SYN("tcp-syn", TcpSynWriter::new);

    private final String label;

    // A constructor reference, without state; the interface can't say so to the checker.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Maker maker;

    ProbeKind(String label, Maker maker) {
        this.label = label;
        this.maker = maker;
    }

    /** The name shown to the user. */
    public String label() {
        return label;
    }

    /** A writer of frames of this kind, for one thread. */
    public FrameWriter writer(ProbeTemplate template, CookieKey key) {
        return maker.make(template, key);
    }

    /** Makes the writer of a kind. */
    private interface Maker {
        FrameWriter make(ProbeTemplate template, CookieKey key);
    }
}
