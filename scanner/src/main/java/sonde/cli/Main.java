// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanException;
import sonde.engine.ScanOptions;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The program: reads the command line, does what it asks for, and ends with an {@link ExitCode}.
 * Whatever goes wrong is one line on standard error; a stack trace is shown only if {@code
 * SONDE_DEBUG=1} is in the environment.
 */
public final class Main implements Thread.UncaughtExceptionHandler {

    private final OutputStream out;
    private final OutputStream err;
    private final ScanRunner runner;

    Main(OutputStream out, OutputStream err, ScanRunner runner) {
        this.out = out;
        this.err = err;
        this.runner = runner;
    }

    /** Starts the program. */
    public static void main(String[] args) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        Main main = new Main(out, err, new ScanCommand(out, err));
        Thread.setDefaultUncaughtExceptionHandler(main);
        System.exit(main.run(Arrays.asList(args)).number());
    }

    /** Does all that {@link #main} does, but for the exit. */
    ExitCode run(List<String> args) {
        try {
            CommandLine.Parsed parsed = CommandLine.parse(args, System.currentTimeMillis() / 1000);
            parsed.notes().forEach(new Console(err, parsed.options().statusJson)::note);
            return switch (parsed.mode()) {
                case HELP -> print(Help.page());
                case VERSION -> print(Version.text());
                case CHECKS -> print(BannerSetter.checks());
                case NOTHING -> {
                    write(err, Help.brief());
                    yield ExitCode.USAGE;
                }
                case RUN -> run(parsed.options(), args);
            };
        } catch (UsageException e) {
            complain(e.getMessage());
            return ExitCode.USAGE;
        } catch (ScanException e) {
            complain(e.getMessage());
            trace(e);
            return exitCode(e.reason());
        } catch (OutOfMemoryError e) {
            complain("out of memory; scan less at once, or give Java more with -Xmx");
            trace(e);
            return ExitCode.HOST;
        } catch (Throwable e) {
            return internalError(e);
        }
    }

    private ExitCode run(ScanOptions options, List<String> args) throws ScanException {
        String configuration = OptionEcho.echo(options);
        if (options.echo) {
            return print(configuration);
        }
        options.configuration = configuration;
        options.version = Version.number();
        options.arguments = withoutPassword(String.join(" ", args), options.redisPassword);
        return runner.run(options);
    }

    /** Outputs tell how they were made, and may be read by many. */
    private static String withoutPassword(String arguments, @Nullable String password) {
        return password == null || password.isEmpty()
                ? arguments
                : arguments.replace(password, "***");
    }

    /**
     * Ends the program if a thread dies of a fault: a scan without one of its threads would never
     * end.
     */
    @Override
    public void uncaughtException(Thread thread, Throwable e) {
        System.exit(internalError(e).number());
    }

    private static ExitCode exitCode(ScanException.Cause cause) {
        return switch (cause) {
            case INPUT -> ExitCode.USAGE;
            case HOST -> ExitCode.HOST;
            case OUTPUT, DISK_FULL -> ExitCode.OUTPUT;
            case LINK, LINK_DOWN -> ExitCode.LINK;
        };
    }

    private ExitCode internalError(Throwable e) {
        String what = e.getMessage() == null ? "" : ": " + e.getMessage();
        complain("internal error: " + e.getClass().getSimpleName() + what + "; please report");
        trace(e);
        return ExitCode.INTERNAL;
    }

    private void complain(@Nullable String message) {
        write(err, "sonde: " + TerminalText.sanitize(String.valueOf(message), 1000) + "\n");
    }

    private void trace(Throwable e) {
        if ("1".equals(System.getenv("SONDE_DEBUG"))) {
            e.printStackTrace(new PrintStream(err, true, StandardCharsets.UTF_8));
        }
    }

    /**
     * Prints to standard output. A reader that has gone away, as {@code head} does, is no error.
     */
    private ExitCode print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return ExitCode.FINISHED;
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage()) || Terminal.isPipe(Terminal.STDOUT)) {
                return ExitCode.FINISHED;
            }
            complain("can't write to standard output: " + e.getMessage());
            return ExitCode.OUTPUT;
        }
    }

    private static void write(OutputStream stream, String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException _) {
            // Standard error is closed: there is nobody to tell.
        }
    }
}
