// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The Ethernet addresses of targets that are neighbours, and how often each was asked for its own.
 *
 * <p>Shared by two agents. Assumptions: one thread, the transmit agent, calls {@link #macAt} and,
 * through {@link NeighbourScout}, keeps the ask states; receive agents call {@code learn}.
 * Guarantees: whoever sees an Ethernet address sees it whole, and it never changes again; a request
 * that went out after its ask state was set is known to {@code learn} by the time its answer can
 * arrive. Any thread may read the counts.
 *
 * <p>Addresses are numbered by their rank, IPv4 before IPv6. Ethernet addresses and ask states lie
 * in chunks of 256 neighbouring ranks that come into being with their first entry: a silent /8
 * costs half a megabyte, and 33 more once all of it was asked.
 */
public final class NeighbourTable {

    /** The most addresses a table is made for: a /8. */
    public static final long ADDRESS_COUNT_MAX = 1L << 24;

    private static final VarHandle MAC_CHUNK = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle MAC = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle ASK_CHUNK = MethodHandles.arrayElementVarHandle(char[][].class);
    private static final VarHandle ASK = MethodHandles.arrayElementVarHandle(char[].class);
    private static final VarHandle COUNT;

    static {
        try {
            COUNT =
                    MethodHandles.lookup()
                            .findVarHandle(NeighbourTable.class, "conflictCount", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK_LENGTH = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_LENGTH - 1;

    /** Set in every entry that is in use, so that 0 means unknown. */
    private static final long KNOWN = 1L << 48;

    private static final long MAC_MASK = KNOWN - 1;

    /** The bit of the first byte that marks group addresses (IEEE 802). */
    private static final long GROUP_BIT = 1L << 40;

    private final AddressSet addresses;
    private final int ipv4Count;
    private final long[][] macs;
    private final char[][] asks;
    private long conflictCount;

    /**
     * A table of all these addresses, none of them known.
     *
     * @throws PathException when there are more than {@link #ADDRESS_COUNT_MAX}
     */
    public NeighbourTable(AddressSet onLink) throws PathException {
        if (onLink.size() > ADDRESS_COUNT_MAX) {
            throw new PathException(
                    (onLink.size() == Long.MAX_VALUE ? "2^63 or more" : onLink.size())
                            + " targets are on the local network, more than the "
                            + ADDRESS_COUNT_MAX
                            + " that can be asked for their Ethernet addresses; send them to a"
                            + " router with --router-ip, or scan them in parts");
        }
        addresses = onLink;
        ipv4Count = (int) onLink.ipv4().size();
        int chunkCount = (int) (onLink.size() + CHUNK_MASK) >>> CHUNK_SHIFT;
        macs = new long[chunkCount][];
        asks = new char[chunkCount][];
    }

    /**
     * Takes over what the kernel is sure of about these addresses on one interface; what is stale
     * is better asked again than trusted. Called before the agents start.
     */
    public void preload(HostNetwork host, int interfaceIndex) {
        for (Neighbour neighbour : host.neighbours()) {
            int rank = rankOf(neighbour.address());
            if (rank >= 0
                    && neighbour.interfaceIndex() == interfaceIndex
                    && neighbour.isFresh()
                    && isStation(neighbour.mac())) {
                store(rank, neighbour.mac());
            }
        }
    }

    /**
     * Notes an answer. The first one to a question counts; what nobody asked for is passed over, so
     * that no host can speak for another before that one was asked. Any receive agent may call it.
     *
     * @param ipv4 who says so, in host order
     * @param mac the Ethernet address it says it has, in the low 48 bits
     */
    public void learn(int ipv4, long mac) {
        learnAt(rankOf(ipv4), mac);
    }

    /** The same of an address of either family, as {@link IpAddress} has its halves. */
    public void learn(long high, long low, long mac) {
        learnAt(rankOf(high, low), mac);
    }

    private synchronized void learnAt(int rank, long mac) {
        if (rank < 0 || !isStation(mac)) {
            return;
        }
        long known = macAt(rank);
        if (known == mac) {
            return;
        }
        if (known != NetInterface.NO_MAC) {
            COUNT.setOpaque(this, conflictCount + 1);
        } else if (askAcquire(rank) != 0) {
            store(rank, mac);
        }
    }

    /** Answers that gave another Ethernet address than the first one did. */
    public long conflictCount() {
        return (long) COUNT.getOpaque(this);
    }

    /** The place of an IPv4 address among the neighbours, or -1 when it is none. */
    public int rankOf(int ipv4) {
        return (int) addresses.ipv4().rankOf(ipv4);
    }

    /** The place of an address of either family, as {@link IpAddress} has its halves, or -1. */
    public int rankOf(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            return rankOf((int) low);
        }
        int rank = (int) addresses.ipv6().rankOf(high, low);
        return rank < 0 ? rank : ipv4Count + rank;
    }

    private int rankOf(IpAddress address) {
        return rankOf(address.high(), address.low());
    }

    /** The Ethernet address at a rank in the low 48 bits, or -1 when it isn't known. */
    public long macAt(int rank) {
        long[] chunk = (long[]) MAC_CHUNK.getAcquire(macs, rank >>> CHUNK_SHIFT);
        if (chunk == null) {
            return NetInterface.NO_MAC;
        }
        long entry = (long) MAC.getAcquire(chunk, rank & CHUNK_MASK);
        return entry == 0 ? NetInterface.NO_MAC : entry & MAC_MASK;
    }

    private void store(int rank, long mac) {
        long[] chunk = macs[rank >>> CHUNK_SHIFT];
        if (chunk == null) {
            chunk = new long[CHUNK_LENGTH];
            MAC_CHUNK.setRelease(macs, rank >>> CHUNK_SHIFT, chunk);
        }
        MAC.setRelease(chunk, rank & CHUNK_MASK, mac | KNOWN);
    }

    /**
     * The ask state at a rank, 0 when nobody asked; for the transmit agent, which alone writes it.
     */
    int ask(int rank) {
        char[] chunk = asks[rank >>> CHUNK_SHIFT];
        return chunk == null ? 0 : chunk[rank & CHUNK_MASK];
    }

    /**
     * Sets the ask state at a rank, seen by {@code learn} before anything sent afterwards is
     * answered.
     */
    void publishAskRelease(int rank, int state) {
        char[] chunk = asks[rank >>> CHUNK_SHIFT];
        if (chunk == null) {
            chunk = new char[CHUNK_LENGTH];
            ASK_CHUNK.setRelease(asks, rank >>> CHUNK_SHIFT, chunk);
        }
        ASK.setRelease(chunk, rank & CHUNK_MASK, (char) state);
    }

    private int askAcquire(int rank) {
        char[] chunk = (char[]) ASK_CHUNK.getAcquire(asks, rank >>> CHUNK_SHIFT);
        return chunk == null ? 0 : (char) ASK.getAcquire(chunk, rank & CHUNK_MASK);
    }

    /** Whether an Ethernet address can be that of one host. */
    static boolean isStation(long mac) {
        return mac > 0 && mac <= MAC_MASK && (mac & GROUP_BIT) == 0;
    }
}
