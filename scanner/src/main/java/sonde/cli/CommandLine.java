// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.checkpoint.Checkpoint;
import sonde.checkpoint.CheckpointException;
import sonde.checkpoint.CheckpointFile;
import sonde.engine.ScanOptions;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads what was typed, in masscan's grammar: {@code --name value}, {@code --name=value}, {@code
 * --name:value}, {@code -p80} or {@code -p 80}; a bare word is a target; behind {@code --}
 * everything is. Options take effect in the order given, those of a configuration file where the
 * file is named.
 */
final class CommandLine {

    /** What the command line asks for. */
    enum Mode {
        /** A scan, or what {@link ScanOptions} says instead. */
        RUN,
        /** Nothing was typed at all. */
        NOTHING,
        HELP,
        VERSION,
        /** {@code --vuln list}. */
        CHECKS
    }

    /**
     * A command line read to its end, or to the first {@code --help} or {@code --version}.
     *
     * @param notes lines about what the user may not expect
     */
    record Parsed(Mode mode, ScanOptions options, List<String> notes) {}

    /** The value of an option that may do without one, and does. */
    static final String NO_VALUE = "true";

    private static final int CONFIG_DEPTH_MAX = 8;

    /** masscan has eight adapters. */
    private static final char ADAPTER_MAX = '7';

    private static final int SHOWN_NAME_LENGTH_MAX = 40;

    private final String[] words;
    private final ScanOptions options = new ScanOptions();
    private final OptionSetter setter;
    private final List<String> notes = new ArrayList<>();
    private int next;

    /** Where the option begins that is being read. */
    private int start;

    /** Where a checkpoint is named behind other words; -1 if none is. */
    private int lateResume = -1;

    private Mode mode = Mode.RUN;

    private CommandLine(String[] words, long epochSeconds) {
        this.words = words;
        this.setter = new OptionSetter(options, epochSeconds);
    }

    /**
     * Reads a command line.
     *
     * @param epochSeconds the time that {@code --seed time} means
     */
    static Parsed parse(List<String> words, long epochSeconds) throws UsageException {
        CommandLine line = new CommandLine(words.toArray(new String[0]), epochSeconds);
        if (words.isEmpty()) {
            return new Parsed(Mode.NOTHING, line.options, List.of());
        }
        line.readWords();
        if (line.lateResume >= 0) {
            return parse(line.resumeFirst(), epochSeconds);
        }
        if (line.mode == Mode.RUN) {
            line.setter.finish();
            OptionRules.check(line.options, line.setter.rateGiven());
            line.notes.addAll(OptionRules.notes(line.options));
        }
        return new Parsed(line.mode, line.options, List.copyOf(line.notes));
    }

    private void readWords() throws UsageException {
        boolean targetsOnly = false;
        while (next < words.length && mode == Mode.RUN && lateResume < 0) {
            start = next;
            String word = words[next++];
            if (targetsOnly) {
                target(word);
            } else if (word.equals("--")) {
                targetsOnly = true;
            } else if (word.startsWith("--")) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                shortOption(word);
            } else {
                target(word);
            }
        }
    }

    /**
     * The words with a checkpoint in front: what it says was said before, so that whatever else is
     * typed holds instead, wherever it stands.
     */
    private List<String> resumeFirst() {
        List<String> all = List.of(words);
        List<String> ordered = new ArrayList<>(all.subList(lateResume, next));
        ordered.addAll(all.subList(0, lateResume));
        ordered.addAll(all.subList(next, all.size()));
        return ordered;
    }

    private void target(String word) throws UsageException {
        String wrong = BareWords.reject(word);
        if (wrong != null) {
            throw new UsageException(wrong);
        }
        set(Option.RANGE, "target", "", word, 0);
    }

    private void longOption(String word) throws UsageException {
        int nameEnd = 2;
        while (nameEnd < word.length() && "=:".indexOf(word.charAt(nameEnd)) < 0) {
            nameEnd++;
        }
        String name = word.substring(2, nameEnd);
        Option option = find("", "--", name);
        String value = nameEnd < word.length() ? word.substring(nameEnd + 1) : null;
        String typed = "--".concat(shown(name));
        String index = index("", "--", option, name);
        set(option, typed, index, value == null ? valueBehind(option, typed, index) : value, 0);
        while (option.arity() == Option.Arity.WORDS && value == null && mayBeValue()) {
            set(option, typed, index, words[next++], 0);
        }
    }

    private boolean mayBeValue() {
        return next < words.length && !looksLikeOption(words[next]);
    }

    private void shortOption(String word) throws UsageException {
        Option option = Option.shortNamed(word);
        String typed = option == null ? word : option.shortAtStartOf(word);
        String value = word.substring(typed.length());
        if (option == null || (option.arity() == Option.Arity.FLAG && !value.isEmpty())) {
            throw UnknownOption.shortForm(word);
        }
        if (value.isEmpty()) {
            value = valueBehind(option, typed, "");
        } else if (isLongName(word)) {
            throw UnknownOption.shortForm(word);
        } else if (value.startsWith("=")) {
            value = value.substring(1);
        }
        set(option, typed, "", value, 0);
    }

    /** Whether a word with one dash should have two. */
    private static boolean isLongName(String word) {
        int equals = word.indexOf('=');
        return Option.named(word.substring(1, equals < 0 ? word.length() : equals)) != null;
    }

    /** Finds an option by the name in front of its value, which may end in an index. */
    private static Option find(String place, String dashes, String name) throws UsageException {
        int bracket = name.indexOf('[');
        String bare = bracket < 0 ? name : name.substring(0, bracket).strip();
        Option option = Option.named(bare);
        if (option == null) {
            throw UnknownOption.longForm(place, dashes, bare);
        }
        return option;
    }

    /** What stands in brackets at the end of an option's name; empty if nothing does. */
    private static String index(String place, String dashes, Option option, String name)
            throws UsageException {
        int bracket = name.indexOf('[');
        if (bracket < 0) {
            return "";
        }
        String typed = place + dashes + shown(name);
        String index = name.substring(bracket);
        switch (option.index()) {
            case NONE ->
                    throw new UsageException(typed + ": there is only one; leave out the index");
            case ADAPTER -> checkAdapter(typed, option, index);
            case PORT, FIELD -> {
                if (index.length() < 3 || !index.endsWith("]")) {
                    throw new UsageException(
                            typed
                                    + ": the brackets hold nothing or are not closed; write --"
                                    + option.label()
                                    + (option.index() == Option.Index.PORT ? "[80]" : "[NAME]"));
                }
            }
        }
        return index.substring(1, index.length() - 1).strip();
    }

    /** Several adapters are several interfaces; what each of them has the kernel says. */
    private static void checkAdapter(String typed, Option option, String index)
            throws UsageException {
        boolean isNumber =
                index.length() == 3 && index.charAt(1) >= '0' && index.charAt(1) <= ADAPTER_MAX;
        if (!isNumber || !index.endsWith("]")) {
            throw new UsageException(typed + ": adapters are [0] to [" + ADAPTER_MAX + "]");
        }
        if (option != Option.INTERFACE && index.charAt(1) != '0') {
            throw new UsageException(
                    typed
                            + ": Sonde finds out which address is which adapter's; the index can"
                            + " only be [0]");
        }
    }

    /** The value of an option that has none attached: the next word, if it may be one. */
    private String valueBehind(Option option, String typed, String index) throws UsageException {
        String word = next < words.length ? words[next] : null;
        return switch (option.arity()) {
            case FLAG -> NO_VALUE;
            case OPTIONAL -> mayBeValue() ? words[next++] : NO_VALUE;
            case NUMBER_OR_NOTHING -> {
                boolean taken = word != null && (Values.isDigits(word) || Values.isYesNo(word));
                next += taken ? 1 : 0;
                yield word != null && taken ? word : NO_VALUE;
            }
            case VALUE, WORDS -> {
                if (word == null || looksLikeOption(word)) {
                    String behind =
                            word == null ? "" : ", but " + TerminalText.quote(word) + " follows";
                    throw new UsageException(
                            typed + " needs a value: " + option.metavar(index) + behind);
                }
                next++;
                yield word;
            }
        };
    }

    /** Whether a word is an option rather than a value such as {@code -} or {@code -100}. */
    private static boolean looksLikeOption(String word) {
        if (word.length() < 2 || word.charAt(0) != '-') {
            return false;
        }
        char second = word.charAt(1);
        return second == '-'
                || (second >= 'a' && second <= 'z')
                || (second >= 'A' && second <= 'Z');
    }

    private void set(Option option, String typed, String index, String value, int depth)
            throws UsageException {
        switch (option) {
            case HELP, VERSION -> {
                if (depth > 0) {
                    throw new UsageException(typed + " belongs on the command line, not in a file");
                }
                mode = option == Option.HELP ? Mode.HELP : Mode.VERSION;
            }
            case CONFIG -> readConfig(new Given(typed, value), depth + 1);
            case RESUME -> resume(new Given(typed, value), depth);
            case VULN -> {
                if (depth == 0 && value.equalsIgnoreCase("list")) {
                    mode = Mode.CHECKS;
                } else {
                    setter.set(option, new Given(typed, value));
                }
            }
            case RANGE, EXCLUDE -> setter.set(option, new Given(typed, blanksToSpaces(value)));
            default -> setter.set(option, new Given(typed, index, value));
        }
    }

    /**
     * Takes the options of an unfinished scan: from a checkpoint, or from a file of masscan's,
     * which is a configuration.
     */
    private void resume(Given given, int depth) throws UsageException {
        if (depth > 0) {
            throw new UsageException(given.typed() + " belongs on the command line, not in a file");
        }
        if (!given.value().isBlank() && PausedFile.isMasscans(given)) {
            readConfig(given, 1);
            setter.set(Option.OUTPUT_APPEND, new Given(given.typed(), "yes"));
            return;
        }
        if (options.resumed != null) {
            throw new UsageException(
                    given.typed() + " is given twice: a scan goes on from one checkpoint");
        }
        if (start > 0) {
            lateResume = start;
            return;
        }
        setter.set(Option.RESUME, given);
        try {
            Checkpoint checkpoint = new CheckpointFile(Values.path(given)).read();
            options.resumed = checkpoint;
            try (ConfigFile file = ConfigFile.of(given.value(), checkpoint.options())) {
                read(file, 1);
            }
            options.seed = OptionalLong.of(checkpoint.seed());
            // It is kept where it lies, whatever its first command line said.
            options.checkpointFile = null;
        } catch (CheckpointException e) {
            throw new UsageException(given.typed() + ": " + e.getMessage());
        }
    }

    private void readConfig(Given given, int depth) throws UsageException {
        if (given.value().isBlank()) {
            throw new UsageException(given.typed() + " needs a value: " + Option.CONFIG.metavar());
        }
        if (depth > CONFIG_DEPTH_MAX) {
            throw given.bad("is the 9th file inside a file", "does a file name itself?");
        }
        try (ConfigFile file = ConfigFile.open(given)) {
            read(file, depth);
        }
    }

    private void read(ConfigFile file, int depth) throws UsageException {
        while (file.next()) {
            Option option = find(file.place(), "", file.name());
            String index = index(file.place(), "", option, file.name());
            if (!PausedFile.passesOver(file, option, notes)) {
                set(option, file.place().concat(shown(file.name())), index, file.value(), depth);
            }
        }
    }

    /** Lists may be pasted or come from {@code $(cat FILE)}, with line ends in them. */
    private static String blanksToSpaces(String value) {
        return value.replace('\n', ' ').replace('\r', ' ').replace('\t', ' ').strip();
    }

    private static String shown(String name) {
        return TerminalText.sanitize(name, SHOWN_NAME_LENGTH_MAX);
    }
}
