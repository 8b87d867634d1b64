// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.record.Banner;
import sonde.record.Recognition;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was learned from one datagram. Used by one thread. */
final class Findings {

    private final List<Banner> banners = new ArrayList<>(1);

    /** Adds what was learned; facts may be empty. */
    void add(Service service, Facts facts) {
        add(service, facts.toString());
    }

    /** Adds text. */
    void add(Service service, String text) {
        add(service, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes as they came. */
    void add(Service service, byte[] text) {
        byte[] kept =
                text.length > Banner.LENGTH_MAX_BYTES
                        ? Arrays.copyOf(text, Banner.LENGTH_MAX_BYTES)
                        : text;
        Recognition recognition =
                service == Service.UNKNOWN ? Recognition.NONE : Recognition.ANSWER;
        banners.add(new Banner(service, recognition, kept));
    }

    List<Banner> banners() {
        return List.copyOf(banners);
    }
}
