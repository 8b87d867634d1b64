// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import org.jspecify.annotations.Nullable;

/** What Sonde calls itself before servers, so that their owners know whom to ask. */
final class SelfName {

    /** The module's version, or no more than the name where there is no module. */
    private static final String PRODUCT = product();

    private SelfName() {}

    /** The value of a User-Agent field: the user's own, or {@code Sonde/1.0 (+contact)}. */
    static String userAgent(BannerOptions options) {
        String own = options.httpUserAgent;
        if (own != null) {
            return oneLine(own);
        }
        String contact = options.contact;
        return PRODUCT + (contact == null ? " (port scanner)" : " (+" + oneLine(contact) + ")");
    }

    /** The text without line ends, which would begin another field. */
    static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ").strip();
    }

    private static String product() {
        Module module = SelfName.class.getModule();
        @Nullable String version =
                module.isNamed() ? module.getDescriptor().rawVersion().orElse(null) : null;
        return version == null ? "Sonde" : "Sonde/" + version;
    }
}
