// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.banner.tls.Tls;

import java.util.List;
import java.util.Optional;

/** The registry of protocols, up to 64. Where several match, the first one in it is taken. */
public final class Protocols {

    /** All of them. */
    public static final List<BannerProtocol> ALL =
            List.of(
                    new Ssh(),
                    new Tls(),
                    new Smtp(),
                    new Ftp(),
                    new Pop3(),
                    new Imap(),
                    new Http(),
                    new Rtsp(),
                    new Sip(),
                    new Redis(),
                    new Memcached(),
                    new Telnet(),
                    new Dns(),
                    new Smb(),
                    new Rdp(),
                    new Vnc(),
                    new Ldap(),
                    new Mysql(),
                    new Postgresql(),
                    new Mongodb(),
                    new Mqtt(),
                    new Amqp(),
                    new Minecraft());

    private Protocols() {}

    /** The protocol of that name. */
    public static Optional<BannerProtocol> byName(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The place in {@link #ALL} of the protocol of that name, or -1. */
    public static int placeOf(String name) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
