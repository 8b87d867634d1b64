// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/** How the service behind a port was recognised. */
public enum Recognition {
    /** It was not. */
    NONE("none"),
    /** It spoke first. */
    GREETING("greeting"),
    /** It answered the hello of its own protocol. */
    ANSWER("answer"),
    /** It answered the hello of another protocol in its own way. */
    REPROACH("reproach"),
    /** It was reached inside TLS. */
    TLS("tls"),
    /** It shows by how its TCP behaves. */
    BEHAVIOUR("behaviour");

    private final String label;

    Recognition(String label) {
        this.label = label;
    }

    /** The word used in every output format. */
    public String label() {
        return label;
    }
}
