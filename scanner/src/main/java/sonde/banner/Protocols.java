// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.List;
import java.util.Optional;

/** The registry of protocols. Where several match, the first one in it is taken. */
public final class Protocols {

    /** All of them. */
    public static final List<BannerProtocol> ALL =
            List.of(
                    new Ssh(),
                    new Smtp(),
                    new Ftp(),
                    new Pop3(),
                    new Imap(),
                    new Http(),
                    new Rtsp(),
                    new Sip(),
                    new Redis(),
                    new Memcached(),
                    new Telnet());

    private Protocols() {}

    /** The protocol of that name. */
    public static Optional<BannerProtocol> byName(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
