// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the user wants said to servers, and kept of what they say. Not changed while a scan runs.
 */
public final class BannerOptions {

    /** What is kept beyond the usual; {@code --capture}. */
    public enum Capture {
        /** Certificates in full. */
        CERT,
        /** Names in certificates. */
        SERVERNAME,
        /** Bodies of web pages. */
        HTML,
        /** Whether a server is open to Heartbleed. */
        HEARTBLEED,
        /** Whether a server is open to Ticketbleed. */
        TICKETBLEED,
        /** Whether a server is open to POODLE: whether it speaks SSL 3.0. */
        POODLE
    }

    /** The longest banner reported, in bytes. */
    public int bannerMaxBytes = 16_000;

    public final Set<Capture> captures = EnumSet.of(Capture.CERT);

    /** Whether conversations go on for what takes more round trips or connections. */
    public boolean deep;

    // HTTP.
    public String httpMethod = "GET";
    public String httpUrl = "/";

    /** Such as {@code HTTP/1.0}. */
    public String httpVersion = "HTTP/1.0";

    /** Replaces the host name the target was given by. */
    public @Nullable String httpHost;

    /** Replaces the self-naming one. */
    public @Nullable String httpUserAgent;

    /** Where to read about this scan, or complain; becomes part of the User-Agent. */
    public @Nullable String contact;

    /** Lines {@code Name: value}. */
    public final List<String> httpHeaders = new ArrayList<>();

    /** Values of Cookie lines. */
    public final List<String> httpCookies = new ArrayList<>();

    public byte @Nullable [] httpPayload;
}
