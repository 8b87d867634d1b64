// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.OutputStream;

/** Reads a format's own lines back, and makes one record of those that speak of one host. */
interface HostGrouping {

    /** So much of a line is shown to {@link #target}. */
    int HEAD_BYTES = 1024;

    /**
     * What a line speaks of.
     *
     * @param order protocol and port, so that lines of one port stand together; 0 to 2^24 - 1
     */
    record Target(IpAddress address, int order) {}

    /**
     * Whom a line speaks of; null if it is no record, but opening, separator or closing.
     *
     * @param head the line, or its first {@link #HEAD_BYTES}, without what ends it
     */
    @Nullable Target target(String head);

    /** Writes one record of all lines of a host, without separator. */
    void put(HostLines host, OutputStream out) throws IOException;
}
