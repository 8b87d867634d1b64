// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.permute.Seeds;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.reply.Answer;
import sonde.wire.IpAddress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds aliased prefixes: networks of IPv6 in which every address answers, because one host has all
 * of them. They are reported once, not address by address.
 *
 * <p>A prefix of which {@value #ADDRESSES_MIN} addresses are open is put to the test: {@value
 * #TESTS} addresses in it are probed as the last one was, one in each of the 16 parts that the next
 * four bits make, so that it is not a smaller prefix that answers (after Gasser and others,
 * "Clusters in the Expanse: Understanding and Unbiasing IPv6 Hitlists", 2018). No host has as many
 * of 2^60 addresses by chance. If all answer, the prefix is aliased. Prefixes of 64, 96 and 112
 * bits are looked at; a narrower one only if the wider one is not aliased.
 *
 * <p>What is found in a prefix under test is held back until the test is over, at most {@value
 * #HELD_MAX} records of each. Used by one receive agent; bounded in memory.
 */
final class AliasWatch {

    /** Open addresses that put a prefix to the test. */
    static final int ADDRESSES_MIN = 8;

    /** Addresses that are probed for it. */
    static final int TESTS = 16;

    /** Records held back of a prefix. */
    static final int HELD_MAX = 4096;

    /** How long answers to each round of probes are waited for. */
    static final long ROUND_NANOS = 1_000_000_000L;

    /** Rounds of probes: loss is not to make an aliased prefix look honest. */
    private static final int ROUNDS = 3;

    private static final int[] LENGTHS = {64, 96, 112};
    private static final int ALL = (1 << TESTS) - 1;

    /** Prefixes known at a time, more than are {@link #UNDER_TEST_MAX under test}. */
    static final int PREFIXES_MAX = 1 << 14;

    private static final int UNDER_TEST_MAX = 64;

    /** Draws of one address: with more, everything there is excluded. */
    private static final int DRAWS_MAX = 8;

    /** What becomes of a record. */
    enum Verdict {
        /** It is reported. */
        REPORT,
        /** It is held back; {@link #tick} may bring it back. */
        HOLD,
        /** It is one of an aliased prefix. */
        DROP
    }

    /** Sends the probes of tests, and takes what they lead to. */
    interface Prober {

        /** Probes one address as a given one was, if there is room for the frame just now. */
        void probe(IpAddress address, ScanRecord like, long mac);

        /** Whether an address may be probed. */
        boolean isAllowed(IpAddress address);

        /** Whether the scan probes a target itself. */
        boolean isTarget(Protocol protocol, long high, long low, int port);

        /** Takes a record that was held back. */
        void release(ScanRecord held);

        /** Takes a record of an aliased prefix that was held back. */
        void drop(ScanRecord held);

        /**
         * Takes the news of a prefix.
         *
         * @param first its first address
         * @param like the record that put it to the test
         */
        void aliased(IpAddress first, int lengthBits, ScanRecord like);
    }

    private enum Phase {
        COUNTING,
        TESTING,
        ALIASED,
        HONEST
    }

    private static final class Prefix {
        private final IpAddress first;
        private final int lengthBits;
        private Phase phase = Phase.COUNTING;
        private int open;
        private final List<IpAddress> tests = new ArrayList<>();
        private int answered;
        private int rounds;
        private long roundEndsNanos;
        private @Nullable ScanRecord like;
        private long mac;
        private final ArrayDeque<ScanRecord> held = new ArrayDeque<>();

        Prefix(IpAddress first, int lengthBits) {
            this.first = first;
            this.lengthBits = lengthBits;
        }
    }

    private record Key(IpAddress first, int lengthBits) {}

    private final Prober prober;
    private final long key;

    /** In the order of their last use. */
    private final Map<Key, Prefix> prefixes = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<IpAddress, Prefix> tests = new HashMap<>();
    private final List<Prefix> underTest = new ArrayList<>();

    /**
     * @param key secret; which addresses are probed follows from it
     */
    AliasWatch(Prober prober, long key) {
        this.prober = prober;
        this.key = key;
    }

    /** Whether an answer is to a test alone, as the scan itself does not probe its target. */
    boolean isOfTestAlone(Answer answer) {
        return isTest(answer.addressHigh, answer.addressLow)
                && !prober.isTarget(
                        answer.protocol, answer.addressHigh, answer.addressLow, answer.port);
    }

    /** Whether an address is probed by a test. */
    boolean isTest(long high, long low) {
        return !tests.isEmpty() && tests.containsKey(new IpAddress(high, low));
    }

    /** Notes the answer of an address that is probed by a test. */
    void answered(long high, long low) {
        Prefix prefix = tests.get(new IpAddress(high, low));
        if (prefix != null) {
            prefix.answered |= 1 << prefix.tests.indexOf(new IpAddress(high, low));
            if (prefix.answered == ALL) {
                end(prefix, Phase.ALIASED);
            }
        }
    }

    /**
     * Looks at a record of an open IPv6 target, the first of its target.
     *
     * @param mac where its answer came from, 0 on links without Ethernet
     */
    Verdict look(ScanRecord found, long mac, long nowNanos) {
        for (int length : LENGTHS) {
            Prefix prefix = prefixOf(firstOf(found.address(), length), length);
            switch (prefix.phase) {
                case ALIASED -> {
                    return Verdict.DROP;
                }
                case TESTING -> {
                    return hold(prefix, found);
                }
                case COUNTING -> {
                    if (++prefix.open >= ADDRESSES_MIN
                            && underTest.size() < UNDER_TEST_MAX
                            && begin(prefix, found, mac, nowNanos)) {
                        return hold(prefix, found);
                    }
                    return Verdict.REPORT;
                }
                case HONEST -> {}
            }
        }
        return Verdict.REPORT;
    }

    /** Finds a prefix, or begins to count it, and forgets the one unused for longest instead. */
    private Prefix prefixOf(IpAddress first, int lengthBits) {
        Prefix prefix =
                prefixes.computeIfAbsent(
                        new Key(first, lengthBits), name -> new Prefix(first, lengthBits));
        Iterator<Prefix> eldest = prefixes.values().iterator();
        while (prefixes.size() > PREFIXES_MAX) {
            if (eldest.next().phase != Phase.TESTING) {
                eldest.remove();
            }
        }
        return prefix;
    }

    /** How many prefixes are known. */
    int prefixCount() {
        return prefixes.size();
    }

    private static Verdict hold(Prefix prefix, ScanRecord found) {
        if (prefix.held.size() >= HELD_MAX) {
            return Verdict.REPORT;
        }
        prefix.held.add(found);
        return Verdict.HOLD;
    }

    private boolean begin(Prefix prefix, ScanRecord found, long mac, long nowNanos) {
        for (int part = 0; part < TESTS; part++) {
            IpAddress test = draw(prefix, part);
            if (test == null) {
                prefix.tests.clear();
                prefix.phase = Phase.HONEST;
                return false;
            }
            prefix.tests.add(test);
        }
        prefix.phase = Phase.TESTING;
        prefix.like = found;
        prefix.mac = mac;
        prefix.tests.forEach(test -> tests.put(test, prefix));
        underTest.add(prefix);
        send(prefix, nowNanos);
        return true;
    }

    /** An address in one of the 16 parts of a prefix; null if none may be probed. */
    private @Nullable IpAddress draw(Prefix prefix, int part) {
        int hostBits = 128 - prefix.lengthBits;
        long partBits = (long) part << (hostBits - 4);
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            long random =
                    Seeds.mix(
                            prefix.first.high()
                                    ^ Seeds.mix(prefix.first.low() ^ key ^ draw)
                                    ^ part);
            long low = prefix.first.low() | partBits | (random & ((1L << (hostBits - 4)) - 1));
            IpAddress address = new IpAddress(prefix.first.high(), low);
            if (prober.isAllowed(address)) {
                return address;
            }
        }
        return null;
    }

    private static IpAddress firstOf(IpAddress address, int lengthBits) {
        int hostBits = 128 - lengthBits;
        long mask = hostBits == 64 ? 0 : -1L << hostBits;
        return new IpAddress(address.high(), address.low() & mask);
    }

    private void send(Prefix prefix, long nowNanos) {
        ScanRecord like = prefix.like;
        for (int i = 0; like != null && i < TESTS; i++) {
            if ((prefix.answered & (1 << i)) == 0) {
                prober.probe(prefix.tests.get(i), like, prefix.mac);
            }
        }
        prefix.rounds++;
        prefix.roundEndsNanos = nowNanos + ROUND_NANOS;
    }

    /** Goes on with tests whose time has come. */
    void tick(long nowNanos) {
        for (int i = underTest.size() - 1; i >= 0; i--) {
            Prefix prefix = underTest.get(i);
            if (nowNanos - prefix.roundEndsNanos >= 0) {
                if (prefix.rounds < ROUNDS) {
                    send(prefix, nowNanos);
                } else {
                    end(prefix, Phase.HONEST);
                }
            }
        }
    }

    /** Shows every record that is held back. */
    void forEachHeld(Consumer<ScanRecord> records) {
        underTest.forEach(prefix -> prefix.held.forEach(records));
    }

    /** Whether tests are going on. */
    boolean isBusy() {
        return !underTest.isEmpty();
    }

    /** Ends all tests as they are, and gives back what was held. */
    void finish() {
        while (!underTest.isEmpty()) {
            end(underTest.getLast(), Phase.HONEST);
        }
    }

    private void end(Prefix prefix, Phase phase) {
        prefix.phase = phase;
        prefix.tests.forEach(tests::remove);
        underTest.remove(prefix);
        ScanRecord like = prefix.like;
        if (phase == Phase.ALIASED && like != null) {
            prober.aliased(prefix.first, prefix.lengthBits, like);
        }
        for (ScanRecord held : prefix.held) {
            if (phase == Phase.ALIASED) {
                prober.drop(held);
            } else {
                prober.release(held);
            }
        }
        prefix.held.clear();
        prefix.tests.clear();
    }
}
