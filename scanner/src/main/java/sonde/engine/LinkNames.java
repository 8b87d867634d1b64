// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.link.ip.IpLink;
import sonde.link.memory.MemoryLink;
import sonde.link.packet.PacketLink;
import sonde.link.xdp.XdpLink;

import java.util.List;

/** The names of links, as {@code --link} takes them. */
public final class LinkNames {

    /** For Ethernet interfaces, the fastest first: the order in which they are tried. */
    public static final List<String> ETHERNET =
            List.of(XdpLink.LIVE_NAME, XdpLink.NAME, PacketLink.NAME);

    /** All of them. */
    public static final List<String> ALL =
            List.of(XdpLink.LIVE_NAME, XdpLink.NAME, PacketLink.NAME, IpLink.NAME, MemoryLink.NAME);

    private LinkNames() {}
}
