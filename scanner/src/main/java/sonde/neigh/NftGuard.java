// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.sys.Errno;
import sonde.sys.Nfnetlink;
import sonde.sys.Rtnetlink;
import sonde.sys.SysException;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Keeps answers to some ports of ours from the host's TCP, which knows nothing of our connections
 * and would reset them, and from its UDP and SCTP, which would complain to the sender: a table of
 * nf_tables that drops them on their way to it, where packet sockets have heard them already. What
 * the host sends is not looked at.
 *
 * <p>The table belongs to the netlink socket that made it: others can't change it, not even by
 * {@code nft flush ruleset}, and the kernel removes it when that socket is closed, however the
 * process ends. Opened before the agents start and closed after they have ended, by one thread. It
 * is of the network namespace of the thread that opens it.
 *
 * <p>It holds for whatever interface an answer comes in by: under a VRF, the interface that the
 * rule would see is not the one that a packet socket hears.
 */
public final class NftGuard implements AutoCloseable {

    private static final String WHAT = "asking nf_tables to drop answers";

    /** Containers that share the host's network may share a process id. */
    private static final int NAMES_MAX = 16;

    private final Netlink.Exchange exchange;
    private final String table;

    private NftGuard(Netlink.Exchange exchange, String table) {
        this.exchange = exchange;
        this.table = table;
    }

    /**
     * Puts the table in place; it works when this returns.
     *
     * @param rules what is dropped, 1 to {@link NftBatch#RULES_MAX} of them
     * @throws NftException when that can't be; nothing is left of it then
     */
    public static NftGuard open(List<NftRule> rules) throws NftException {
        NetlinkSocket socket;
        try {
            socket = new NetlinkSocket(Nfnetlink.NETLINK_NETFILTER, WHAT);
        } catch (SysException e) {
            throw refusal(0, e.errno());
        }
        String name = "sonde-" + ProcessHandle.current().pid();
        return open(socket, name, rules);
    }

    static NftGuard open(Netlink.Exchange exchange, String name, List<NftRule> rules)
            throws NftException {
        NftGuard guard = null;
        try {
            for (int number = 1; number <= NAMES_MAX && guard == null; number++) {
                String table = number == 1 ? name : name + '-' + number;
                int sequence = number * NftBatch.sequenceCount(rules.size());
                exchange.send(NftBatch.of(sequence, table, rules));
                if (isMade(exchange, sequence, NftBatch.RULE + rules.size() - 1)) {
                    guard = new NftGuard(exchange, table);
                }
            }
        } catch (SysException e) {
            throw new NftException(e.reason());
        } finally {
            if (guard == null) {
                exchange.close();
            }
        }
        if (guard == null) {
            throw new NftException("there are " + NAMES_MAX + " tables " + name + " already");
        }
        return guard;
    }

    /** Waits for the kernel's verdict on all steps; false when there is a table of that name. */
    private static boolean isMade(Netlink.Exchange exchange, int sequence, int lastStep)
            throws NftException {
        while (true) {
            MemorySegment datagram = exchange.receive();
            if (datagram == null) {
                throw new SysException("recv", Errno.ETIMEDOUT, WHAT);
            }
            NetlinkMessages messages = new NetlinkMessages(datagram);
            while (messages.next()) {
                int step = messages.sequence() - sequence;
                // Below 0 it is about a name given up.
                if (messages.type() == Rtnetlink.NLMSG_ERROR && step >= 0) {
                    int errno = -messages.outcome();
                    if (step == NftBatch.TABLE && isTaken(errno)) {
                        return false;
                    }
                    if (errno != 0) {
                        throw refusal(step, errno);
                    }
                    if (step == lastStep) {
                        return true;
                    }
                }
            }
        }
    }

    /**
     * Whether that refusal of the table says that there is one already, of nobody's or of another
     * process's. Who lacks the privilege is refused before the first step.
     */
    private static boolean isTaken(int errno) {
        return errno == Errno.EEXIST || errno == Errno.EPERM;
    }

    /** What a refusal means: the same number says different things of different steps. */
    private static NftException refusal(int step, int errno) {
        String meaning = meaning(step, errno);
        String words = Errno.describe(errno) + " (nf_tables: " + Errno.name(errno) + ")";
        return new NftException(meaning == null ? words : meaning + " (" + Errno.name(errno) + ")");
    }

    private static @Nullable String meaning(int step, int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "needs CAP_NET_ADMIN: run with sudo";
            case Errno.EPROTONOSUPPORT, Errno.EAFNOSUPPORT, Errno.ENOENT ->
                    "this kernel lacks nf_tables, or a part of it; try: modprobe nf_tables";
            case Errno.EOPNOTSUPP, Errno.EINVAL ->
                    step < NftBatch.TABLE
                            ? "this kernel lacks nf_tables; try: modprobe nf_tables"
                            : step == NftBatch.TABLE
                                    ? "a table that ends with its process needs Linux 5.12"
                                    : null;
            default -> null;
        };
    }

    /** What the table is called, in family {@code inet}. */
    public String table() {
        return table;
    }

    /** Removes the table. */
    @Override
    public void close() {
        exchange.close();
    }
}
