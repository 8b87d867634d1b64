// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.engine.ScanOptions;
import sonde.engine.ScanOptions.Output;
import sonde.output.Field;
import sonde.output.Rotation;

import java.util.Objects;
import java.util.stream.Collectors;

/** Prints the options about results back; the twin of {@link OutputSetter}. */
final class OutputEcho {

    private OutputEcho() {}

    static void print(OptionEcho echo, Option option, ScanOptions options) {
        switch (option) {
            case OUTPUT_FORMAT -> {
                for (Output output : options.outputs) {
                    echo.line(Option.OUTPUT_FORMAT, output.format());
                    echo.line(Option.OUTPUT_FILENAME, output.destination());
                }
            }
            case REDIS_PASSWORD -> echo.textLine(option, options.redisPassword);
            case OUTPUT_APPEND -> echo.flag(option, options.appendOutput);
            case ROTATE -> rotation(echo, options.rotation);
            case GROUP -> echo.flag(option, options.group);
            case FIELDS -> {
                if (!options.fields.isEmpty()) {
                    echo.line(
                            option,
                            options.fields.stream()
                                    .map(Field::label)
                                    .collect(Collectors.joining(",")));
                }
            }
            case FILTER -> echo.textLine(option, options.filter);
            // One a line, as masscan takes them.
            case BANNER_TYPES ->
                    options.bannerTypes.forEach(service -> echo.line(option, service.label()));
            case STYLESHEET -> echo.textLine(option, options.stylesheet);
            case SHOW -> echo.textLine(option, shown(options));
            case NOSHOW -> {
                if (!options.showOpen) {
                    echo.line(option, "open");
                }
            }
            case INTERACTIVE -> echo.flag(option, options.interactive);
            case NOSTATUS -> echo.flag(option, !options.status);
            case STATUS_JSON -> echo.flag(option, options.statusJson);
            case PCAP -> echo.textLine(option, Objects.toString(options.pcapFile, null));
            case PACKET_TRACE -> echo.flag(option, options.packetTrace);
            // Said by the line of another option.
            default -> {}
        }
    }

    private static void rotation(OptionEcho echo, @Nullable Rotation rotation) {
        if (rotation == null) {
            return;
        }
        echo.line(Option.ROTATE, Long.toString(rotation.periodSeconds()));
        echo.line(Option.ROTATE_OFFSET, Long.toString(rotation.offsetSeconds()));
        echo.line(Option.ROTATE_SIZE, Long.toString(rotation.sizeBytes()));
        echo.line(Option.ROTATE_DIRECTORY, rotation.directory().toString());
    }

    private static @Nullable String shown(ScanOptions options) {
        if (options.showClosed) {
            return options.showFiltered ? "closed,filtered" : "closed";
        }
        return options.showFiltered ? "filtered" : null;
    }
}
