// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import org.jspecify.annotations.Nullable;

import sonde.text.BudgetText;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;

/**
 * The TCP probes of a file in nmap's format, and who answers to them. Expressions are compiled when
 * they are first needed. Used by any thread.
 */
public final class ServiceProbes {

    /** The longest file, in bytes; nmap's own has 2.5 million. */
    private static final int FILE_LENGTH_MAX = 64 << 20;

    /**
     * How many characters of an answer all expressions together may look at. The file of Nmap 7.93
     * needs two million for a web page of 4 KiB that none of its lines knows.
     */
    private static final long LOOKS_MAX = 5_000_000;

    private final List<Probe> probes;
    private final @Nullable Probe silent;
    private final BitSet excluded;
    private final List<ServiceMatch> matches;

    /**
     * What a file says.
     *
     * @param silent the probe that says nothing, also one of {@code probes}
     * @param excluded ports to which nothing may be said
     */
    ServiceProbes(
            List<Probe> probes,
            @Nullable Probe silent,
            BitSet excluded,
            List<ServiceMatch> matches) {
        this.probes = probes;
        this.silent = silent;
        this.excluded = excluded;
        this.matches = matches;
    }

    /** Reads a file. */
    public static ServiceProbes read(Path file) throws NmapSyntaxException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(FILE_LENGTH_MAX + 1);
        } catch (NoSuchFileException _) {
            throw new NmapSyntaxException(file.toString(), 0, "can't be read (no such file)");
        } catch (AccessDeniedException _) {
            throw new NmapSyntaxException(file.toString(), 0, "can't be read (permission denied)");
        } catch (IOException e) {
            throw new NmapSyntaxException(
                    file.toString(), 0, "can't be read (" + e.getMessage() + ')');
        }
        if (content.length > FILE_LENGTH_MAX) {
            throw new NmapSyntaxException(file.toString(), 0, "is longer than 64 MiB");
        }
        return parse(file.toString(), content);
    }

    /** Reads the content of a file. */
    static ServiceProbes parse(String name, byte[] content) throws NmapSyntaxException {
        return new ProbesReader(name).read(content);
    }

    /**
     * What may be said to a port, best first: the probes that name it, whatever their rarity, then
     * the others. Empty for ports that the file excludes, such as those of printers.
     *
     * @param port 0 to 65535
     * @param rarityMax of probes that don't name the port, 0 to 9
     */
    public List<Probe> forPort(int port, int rarityMax) {
        return chosen(port, rarityMax, false);
    }

    /** As {@link #forPort}, for what is said inside of TLS. */
    public List<Probe> forTlsPort(int port, int rarityMax) {
        return chosen(port, rarityMax, true);
    }

    private List<Probe> chosen(int port, int rarityMax, boolean tls) {
        List<Probe> chosen = new ArrayList<>();
        if (excluded.get(port)) {
            return chosen;
        }
        for (Probe probe : probes) {
            if (!probe.isSilent() && isNamed(probe, port, tls)) {
                chosen.add(probe);
            }
        }
        for (Probe probe : probes) {
            if (!probe.isSilent() && !isNamed(probe, port, tls) && probe.rarity() <= rarityMax) {
                chosen.add(probe);
            }
        }
        return chosen;
    }

    private static boolean isNamed(Probe probe, int port, boolean tls) {
        return tls ? probe.isForTlsPort(port) : probe.isForPort(port);
    }

    /**
     * Says what answered.
     *
     * @param said the probe that was answered, or null if nothing had been said, or something else
     * @param input the answer
     * @param length how many bytes of it count
     * @return service, product, version and the rest, in characters that are bytes of the answer
     *     where they come from there; null if nothing is known
     */
    public @Nullable String identify(@Nullable Probe said, byte[] input, int length) {
        Probe probe = said == null ? silent : said;
        if (probe == null || length <= 0) {
            return null;
        }
        BudgetText answer = new BudgetText(i -> input[i], length, LOOKS_MAX);
        String softText = null;
        String softService = null;
        for (List<ServiceMatch> lines : probe.matches()) {
            for (ServiceMatch line : lines) {
                boolean fits =
                        softService == null
                                || (!line.isSoft() && line.service().equals(softService));
                Matcher match = fits ? line.find(answer) : null;
                if (match != null && !line.isSoft()) {
                    return line.describe(match, input);
                }
                if (match != null) {
                    softService = line.service();
                    softText = line.describe(match, input);
                }
            }
        }
        return softText;
    }

    /** How many probes there are, the one that says nothing included. */
    public int probeCount() {
        return probes.size();
    }

    /** How many match lines there are. */
    public int matchCount() {
        return matches.size();
    }

    /** How many match lines have been found to be of no use, as Java can't compile them. */
    public int skippedCount() {
        int count = 0;
        for (ServiceMatch match : matches) {
            count += match.isRefused() ? 1 : 0;
        }
        return count;
    }

    /** Compiles every expression now. */
    void compileAll() {
        matches.forEach(ServiceMatch::compile);
    }
}
