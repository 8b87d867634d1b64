// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.banner.tls.Tls;

import java.util.List;
import java.util.Optional;

/** The registry of protocols. Where several match, the first one in it is taken. */
public final class Protocols {

    /** All of them. */
    public static final List<BannerProtocol> ALL = List.of(new Tls());

    private Protocols() {}

    /** The protocol of that name. */
    public static Optional<BannerProtocol> byName(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
