// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.Ifinfomsg;
import sonde.sys.Rtnetlink;
import sonde.sys.SysException;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Watches whether an interface can carry frames: is there, switched on, and has a carrier. An
 * outage between two looks is seen by the kernel's count of carrier changes. Used by one thread.
 */
public final class LinkWatch implements AutoCloseable {

    /** What became of the interface since the last look. */
    public enum State {
        UP,
        /** It is up, and was not all the time. */
        WAS_DOWN,
        DOWN,
        GONE
    }

    /** Whether it is up, and how often its carrier changed. */
    private record Look(boolean isUp, int carrierChanges) {}

    private final String name;
    private final NetlinkSocket socket;
    private final Netlink netlink;
    private int carrierChanges = -1;

    /**
     * @param name of the interface
     * @throws SysException when the kernel can't be asked
     */
    public LinkWatch(String name) {
        this.name = name;
        socket = new NetlinkSocket(Rtnetlink.NETLINK_ROUTE);
        netlink = new Netlink(socket);
        look();
    }

    /** The interface's name. */
    public String name() {
        return name;
    }

    /**
     * Looks.
     *
     * @throws SysException when the kernel can't be asked
     */
    public State look() {
        List<Look> looks =
                netlink.dump(
                        Rtnetlink.RTM_GETLINK,
                        Rtnetlink.RTM_NEWLINK,
                        0,
                        Ifinfomsg.SIZEOF,
                        this::read);
        if (looks.isEmpty()) {
            return State.GONE;
        }
        Look look = looks.getFirst();
        boolean hasChanged = carrierChanges >= 0 && look.carrierChanges() != carrierChanges;
        carrierChanges = look.carrierChanges();
        if (!look.isUp()) {
            return State.DOWN;
        }
        return hasChanged ? State.WAS_DOWN : State.UP;
    }

    private @Nullable Look read(MemorySegment body) {
        NetInterface found = HostReader.readInterface(body);
        if (found == null || !found.name().equals(name)) {
            return null;
        }
        int changes = 0;
        Attributes attributes = new Attributes(body, Ifinfomsg.SIZEOF);
        while (attributes.next()) {
            if (attributes.type() == Rtnetlink.IFLA_CARRIER_CHANGES) {
                changes = attributes.intValue(0);
            }
        }
        return new Look(found.up() && found.running(), changes);
    }

    @Override
    public void close() {
        socket.close();
    }
}
