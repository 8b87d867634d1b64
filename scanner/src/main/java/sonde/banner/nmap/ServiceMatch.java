// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import org.jspecify.annotations.Nullable;

import sonde.text.BudgetText;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One {@code match} or {@code softmatch} line. Its expression is compiled when an answer first
 * begins as it demands, and once. Used by any thread.
 */
final class ServiceMatch {

    /**
     * How many characters of an answer one expression may look at. Honest matches of 4 KiB need a
     * few times their length.
     */
    static final long LOOKS_MAX = 200_000;

    private final String service;
    private final boolean soft;
    private final @Nullable String regex;
    private final String prefix;
    private final int flags;
    private final List<Template> templates;

    private volatile @Nullable Pattern pattern;
    private volatile boolean refused;

    /**
     * A line.
     *
     * @param perl the expression, its characters bytes
     * @param flags of {@link Pattern}
     */
    ServiceMatch(String service, boolean soft, String perl, int flags, List<Template> templates) {
        this.service = service;
        this.soft = soft;
        this.flags = flags | Pattern.UNIX_LINES;
        this.templates = templates;
        PatternTranslator.Translated translated = null;
        try {
            translated = PatternTranslator.translate(perl);
        } catch (PatternSyntaxException _) {
            // Counted as refused.
        }
        refused = translated == null;
        regex = translated == null ? null : translated.regex();
        boolean anyCase = (flags & Pattern.CASE_INSENSITIVE) != 0;
        prefix = translated == null || anyCase ? "" : translated.prefix();
    }

    String service() {
        return service;
    }

    /** Whether it tells the service, but nothing about it. */
    boolean isSoft() {
        return soft;
    }

    /** Whether the expression has turned out to be one that Java can't compile. */
    boolean isRefused() {
        return refused;
    }

    /** The match in an answer, or null if there is none, or finding it takes too long. */
    @Nullable Matcher find(BudgetText answer) {
        if (refused || !answer.startsWith(prefix) || !answer.begin(LOOKS_MAX)) {
            return null;
        }
        Pattern compiled = compile();
        if (compiled == null) {
            return null;
        }
        try {
            Matcher matcher = compiled.matcher(answer);
            return matcher.find() ? matcher : null;
        } catch (BudgetText.ExhaustedException | StackOverflowError _) {
            return null;
        }
    }

    /** The expression, compiled; null if Java can't. */
    @Nullable Pattern compile() {
        Pattern compiled = pattern;
        return compiled != null || refused || regex == null ? compiled : compileOnce(regex);
    }

    private synchronized @Nullable Pattern compileOnce(String expression) {
        if (pattern == null && !refused) {
            try {
                pattern = Pattern.compile(expression, flags);
            } catch (RuntimeException | StackOverflowError _) {
                // Not only PatternSyntaxException: the compiler has faults of its own.
                refused = true;
            }
        }
        return pattern;
    }

    /** What is said of a service: its name, product, version and the rest. */
    String describe(Matcher match, byte[] input) {
        StringBuilder text = new StringBuilder(service);
        append(text, 'p', " ", "", match, input);
        append(text, 'v', " ", "", match, input);
        append(text, 'i', " (", ")", match, input);
        append(text, 'h', "; host ", "", match, input);
        append(text, 'o', "; os ", "", match, input);
        append(text, 'd', "; device ", "", match, input);
        append(text, 'c', "; cpe:/", "", match, input);
        return text.toString();
    }

    private void append(
            StringBuilder text,
            char kind,
            String before,
            String behind,
            Matcher match,
            byte[] input) {
        for (Template template : templates) {
            String filled = template.kind() == kind ? template.fill(match, input) : null;
            if (filled != null) {
                text.append(before).append(filled).append(behind);
            }
        }
    }
}
