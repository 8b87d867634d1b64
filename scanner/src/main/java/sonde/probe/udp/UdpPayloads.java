// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which payloads UDP probes carry to which ports. Immutable. */
public final class UdpPayloads {

    private static final int[] ANSWERED_FROM_ELSEWHERE = {69};

    /** The name of the payload for ports without one of their own. */
    public static final String DEFAULT_NAME = "default";

    /** The most payloads that a port may have: each costs a probe. */
    static final int VARIANTS_MAX = 16;

    /** The longest file of a user that is read, in bytes. */
    static final int FILE_LENGTH_MAX_BYTES = 1 << 26;

    private static final int PORT_COUNT = 1 << 16;
    private static final String BUILT_IN_FILE = "payloads.txt";
    private static final UdpPayloads NONE = new UdpPayloads(Map.of(), null);

    private final Map<Integer, List<UdpPayload>> byPort;
    private final @Nullable UdpPayload common;

    /** A list for each port, so that nothing is boxed to find it. */
    private final List<List<UdpPayload>> table;

    private final int variantCountMax;
    private final int lengthMaxBytes;

    private UdpPayloads(Map<Integer, List<UdpPayload>> byPort, @Nullable UdpPayload common) {
        this.byPort = byPort;
        this.common = common;
        List<UdpPayload> elsewhere = List.of(common == null ? empty() : common);
        table = new ArrayList<>(Collections.nCopies(PORT_COUNT, elsewhere));
        byPort.forEach(table::set);
        int variants = 1;
        int length = elsewhere.getFirst().lengthBytes();
        for (List<UdpPayload> each : byPort.values()) {
            variants = Math.max(variants, each.size());
            for (UdpPayload payload : each) {
                length = Math.max(length, payload.lengthBytes());
            }
        }
        variantCountMax = variants;
        lengthMaxBytes = length;
    }

    private static UdpPayload empty() {
        Template nothing = new Template.Builder().build();
        return new UdpPayload(DEFAULT_NAME, nothing, List.of(), List.of());
    }

    /** Read when first asked for: scans without UDP should not wait for it. */
    private static final class Own {
        private static final UdpPayloads USUAL = builtIn(Set.of());
        private static final Set<String> EXTRA_NAMES = namesOfExtras();

        private static Set<String> namesOfExtras() {
            Set<String> names = load(null).names();
            names.removeAll(USUAL.names());
            return Collections.unmodifiableSet(names);
        }
    }

    /** An empty datagram for every port. */
    public static UdpPayloads none() {
        return NONE;
    }

    /** Sonde's own payloads, without the extras. */
    public static UdpPayloads builtIn() {
        return Own.USUAL;
    }

    /**
     * Sonde's own payloads.
     *
     * @param extras names of payloads that are sent only if asked for, of {@link #extraNames}
     */
    public static UdpPayloads builtIn(Set<String> extras) {
        return load(extras);
    }

    /** The names of Sonde's payloads that are sent only if asked for. */
    public static Set<String> extraNames() {
        return Own.EXTRA_NAMES;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (int port = 0; port < PORT_COUNT; port++) {
            of(port).forEach(payload -> names.add(payload.name()));
        }
        return names;
    }

    private static UdpPayloads load(@Nullable Set<String> extras) {
        try (InputStream data = UdpPayloads.class.getResourceAsStream(BUILT_IN_FILE)) {
            if (data == null) {
                throw new IllegalStateException(BUILT_IN_FILE + " is missing in the program");
            }
            return PayloadFile.parse(BUILT_IN_FILE, data.readAllBytes(), extras);
        } catch (IOException | PayloadException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a file in the format of Sonde's own. */
    public static UdpPayloads read(Path file) throws PayloadException {
        return PayloadFile.parse(file.toString(), content(file), null);
    }

    /** Reads a file in the format of nmap's {@code nmap-payloads}. */
    public static UdpPayloads readNmap(Path file) throws PayloadException {
        return NmapPayloads.parse(file.toString(), content(file));
    }

    /** Reads what the UDP datagrams of a capture file carry, for the ports they go to. */
    public static UdpPayloads readPcap(Path file) throws PayloadException {
        return PcapPayloads.parse(file.toString(), content(file));
    }

    private static byte[] content(Path file) throws PayloadException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(FILE_LENGTH_MAX_BYTES + 1);
            if (content.length > FILE_LENGTH_MAX_BYTES) {
                throw new PayloadException(
                        file.toString(), 0, "is longer than 64 MiB; take out what is no payload");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new PayloadException(file.toString(), 0, "can't be read (no such file)");
        } catch (IOException e) {
            throw new PayloadException(
                    file.toString(),
                    0,
                    "can't be read (" + e.getMessage() + "); check its name and rights");
        }
    }

    /** The payloads for a port, in the order of the variants; at least one. */
    public List<UdpPayload> of(int port) {
        return table.get(port);
    }

    /** The ports, 0 to 65535, that have a payload of that number, from 0; all have the first. */
    public BitSet portsWithVariant(int variant) {
        BitSet ports = new BitSet(PORT_COUNT);
        if (variant == 0) {
            ports.set(0, PORT_COUNT);
        }
        byPort.forEach((port, payloads) -> {
            if (payloads.size() > variant) {
                ports.set(port);
            }
        });
        return ports;
    }

    /** The most payloads that any port has. */
    public int variantCountMax() {
        return variantCountMax;
    }

    /** The length of the longest payload in bytes. */
    public int lengthMaxBytes() {
        return lengthMaxBytes;
    }

    /** These, but on ports that the others name, and by default if they say so, the others. */
    public UdpPayloads replacedBy(UdpPayloads others) {
        Map<Integer, List<UdpPayload>> merged = new TreeMap<>(byPort);
        merged.putAll(others.byPort);
        return new UdpPayloads(merged, others.common == null ? common : others.common);
    }

    /**
     * These, and on ports that the others name, theirs before these; {@value #VARIANTS_MAX} a port
     * at most.
     */
    public UdpPayloads precededBy(UdpPayloads others) {
        Map<Integer, List<UdpPayload>> merged = new TreeMap<>(byPort);
        others.byPort.forEach((port, theirs) -> {
            List<UdpPayload> both = new ArrayList<>(theirs);
            both.addAll(byPort.getOrDefault(port, List.of()));
            merged.put(port, List.copyOf(both.subList(0, Math.min(both.size(), VARIANTS_MAX))));
        });
        return new UdpPayloads(merged, others.common == null ? common : others.common);
    }

    /** Gathers payloads, in the order of the variants. Used by one thread. */
    static final class Builder {

        private final Map<Integer, List<UdpPayload>> byPort = new TreeMap<>();
        private @Nullable UdpPayload common;

        /** Adds one for a port, or returns false if the port has as many as may be. */
        boolean add(int port, UdpPayload payload) {
            List<UdpPayload> payloads = byPort.computeIfAbsent(port, _ -> new ArrayList<>(1));
            if (payloads.size() == VARIANTS_MAX) {
                return false;
            }
            payloads.add(payload);
            return true;
        }

        /** Sets the one for all other ports. */
        void setCommon(UdpPayload payload) {
            common = payload;
        }

        UdpPayloads build() {
            Map<Integer, List<UdpPayload>> copy = new TreeMap<>();
            byPort.forEach((port, payloads) -> copy.put(port, List.copyOf(payloads)));
            return new UdpPayloads(copy, common);
        }
    }

    /** Ports whose servers answer from a port of their own: TFTP's does (RFC 1350 section 4). */
    public int[] portsAnsweredFromElsewhere() {
        return ANSWERED_FROM_ELSEWHERE;
    }
}
