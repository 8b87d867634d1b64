// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

/** Why the host's nf_tables took no table of ours, and what to do, in few words for the user. */
public final class NftException extends Exception {

    private static final long serialVersionUID = 1L;

    public NftException(String message) {
        super(message);
    }
}
