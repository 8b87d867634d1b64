// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.Service;
import sonde.record.Status;

import java.util.Arrays;
import java.util.Locale;

/** The words of all formats as bytes, made once. */
@SuppressWarnings("EnumOrdinal") // The tables are made from the enums, in their order.
final class Words {

    /** TCP flags from the lowest bit up, in masscan's spelling. */
    private static final String[] FLAGS = {"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"};

    private static final byte[][] PROTOCOLS =
            Arrays.stream(Protocol.values())
                    .map(protocol -> ascii(protocol.label()))
                    .toArray(byte[][]::new);

    private static final byte[][] UPPER_PROTOCOLS =
            Arrays.stream(Protocol.values())
                    .map(protocol -> ascii(protocol.label().toUpperCase(Locale.ROOT)))
                    .toArray(byte[][]::new);

    private static final byte[][] STATUSES =
            Arrays.stream(Status.values())
                    .map(status -> ascii(status.label()))
                    .toArray(byte[][]::new);

    private static final byte[][] SERVICES =
            Arrays.stream(Service.values())
                    .map(service -> ascii(service.label()))
                    .toArray(byte[][]::new);

    private static final byte[][] RECOGNITIONS =
            Arrays.stream(Recognition.values())
                    .map(recognition -> ascii(recognition.label()))
                    .toArray(byte[][]::new);

    private static final byte[][] JOINED = joined();

    private Words() {}

    static byte[] protocol(Protocol protocol) {
        return PROTOCOLS[protocol.ordinal()];
    }

    /** In capitals, as {@code TCP}. */
    static byte[] upperProtocol(Protocol protocol) {
        return UPPER_PROTOCOLS[protocol.ordinal()];
    }

    static byte[] status(Status status) {
        return STATUSES[status.ordinal()];
    }

    static byte[] service(Service service) {
        return SERVICES[service.ordinal()];
    }

    static byte[] recognition(Recognition recognition) {
        return RECOGNITIONS[recognition.ordinal()];
    }

    /** The flags joined by hyphens, as {@code syn-ack}; {@code none} if there is none. */
    static byte[] flags(int tcpFlags) {
        return JOINED[tcpFlags & 0xFF];
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Each of what stands in the table without its highest flag, and that flag. */
    private static byte[][] joined() {
        byte[][] joined = new byte[1 << FLAGS.length][];
        String[] texts = new String[joined.length];
        joined[0] = ascii("none");
        for (int flags = 1; flags < joined.length; flags++) {
            int highest = Integer.highestOneBit(flags);
            String name = FLAGS[Integer.numberOfTrailingZeros(highest)];
            texts[flags] = flags == highest ? name : texts[flags ^ highest] + '-' + name;
            joined[flags] = ascii(texts[flags]);
        }
        return joined;
    }
}
