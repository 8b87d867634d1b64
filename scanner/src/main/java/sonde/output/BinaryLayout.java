// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import sonde.record.Recognition;
import sonde.record.Status;

import java.util.List;

/**
 * How masscan's binary files are laid out, and where Sonde's own data stand in them so that masscan
 * passes over it. Written by {@link BinaryFormat}, read by {@code sonde.read}.
 *
 * <p>A file is a stream of records, {@code type | length | payload}. Type and length are numbers of
 * seven bits a byte, the highest first, with the bit 0x80 in all bytes but the last. All other
 * numbers are in network order. Opening and end of a file, {@value #FRAME_BYTES} bytes of text, are
 * such records themselves: of the type {@value #TEXT} ('m'), of 97 bytes ('a'). So files can be
 * joined, and masscan passes over records of that type, whatever their length (measured with 1.3.2
 * as Debian has it); any other type unknown to it ends its reading.
 *
 * <p>Sonde adds two things:
 *
 * <ol>
 *   <li>Records of the type {@value #TEXT} whose payload begins with {@link #OURS}. {@link
 *       #STATUS_OF_OURS} is a status that masscan has no type for: a type ({@link #OPEN_IPV4} or
 *       {@link #OPEN_IPV6}) and a payload of that type. {@link #EXTRAS_OF_BANNER} are the extras of
 *       the banner that follows. From {@link #DIFFERENT_NUMBERS_FIRST} on they are there if only to
 *       say that its number is of {@link sonde.record.Service}.
 *   <li>Extras behind the fixed part of a status, where masscan doesn't look: two bytes that say
 *       which there are, and these in the order of their bits.
 * </ol>
 */
public final class BinaryLayout {

    /** Begins every file. */
    public static final String MAGIC = "masscan/1.1";

    /** The length of opening and end, in bytes. */
    public static final int FRAME_BYTES = 99;

    /** How much of their text their type and length take, in bytes. */
    public static final int FRAME_HEAD_BYTES = 2;

    /** The type that opening and end have by their first letter. */
    public static final int TEXT = 'm';

    /** Types of masscan's up to 1.0: status and banner with the protocol guessed or behind. */
    public static final int OLD_OPEN = 1;

    public static final int OLD_CLOSED = 2;
    public static final int OLD_BANNER = 3;
    public static final int OLD_BANNER_WITH_PROTOCOL = 4;
    public static final int OLD_BANNER_WITH_PROTOCOL_AGAIN = 5;

    /** The types in use; what has answered ARP Sonde writes as open, of the protocol 0. */
    public static final int OPEN_IPV4 = 6;

    public static final int CLOSED_IPV4 = 7;
    public static final int ARP_IPV4 = 8;
    public static final int BANNER_IPV4 = 9;
    public static final int OPEN_IPV6 = 10;
    public static final int CLOSED_IPV6 = 11;
    public static final int ARP_IPV6 = 12;
    public static final int BANNER_IPV6 = 13;

    /** Fixed parts of payloads, in bytes. */
    public static final int STATUS_IPV4_BYTES = 13;

    public static final int STATUS_IPV6_BYTES = 26;
    public static final int BANNER_IPV4_BYTES = 14;
    public static final int BANNER_IPV6_BYTES = 27;

    /** The longest payload that masscan reads, in bytes. */
    public static final int PAYLOAD_MAX_BYTES = 1 << 20;

    /** What the payload of a record of Sonde's begins with; one of the two kinds follows. */
    public static final String OURS = "sonde";

    public static final int STATUS_OF_OURS = 1;
    public static final int EXTRAS_OF_BANNER = 2;

    /** The first number of a banner's service that is another's in masscan 1.3.2. */
    public static final int DIFFERENT_NUMBERS_FIRST = 16;

    /** Nanoseconds within the second, 4 bytes. */
    public static final int NANOS = 1;

    /** Nanoseconds since 1970, 8 bytes, where seconds don't fit their 32 bits. */
    public static final int EPOCH_NANOS = 1 << 1;

    /** Round-trip time in microseconds, 4 bytes. */
    public static final int RTT = 1 << 2;

    /** The responder's address, 4 bytes. */
    public static final int RESPONDER_IPV4 = 1 << 3;

    /** The responder's address, 16 bytes. */
    public static final int RESPONDER_IPV6 = 1 << 4;

    /** ICMP type and code, 2 bytes. */
    public static final int ICMP = 1 << 5;

    /** The Ethernet address, 6 bytes. */
    public static final int MAC = 1 << 6;

    /** The place of the status in {@link #STATUSES}, 1 byte. */
    public static final int STATUS = 1 << 7;

    /** The place of the recognition in {@link #RECOGNITIONS}, 1 byte. */
    public static final int RECOGNITION = 1 << 8;

    /** TCP flags of a banner's answer, 1 byte. */
    public static final int FLAGS = 1 << 9;

    /** Numbers of statuses in files: places never change. */
    public static final List<Status> STATUSES =
            List.of(Status.OPEN, Status.CLOSED, Status.FILTERED, Status.UP, Status.UNFILTERED);

    /** Numbers of recognitions in files: places never change. */
    public static final List<Recognition> RECOGNITIONS =
            List.of(
                    Recognition.NONE,
                    Recognition.GREETING,
                    Recognition.ANSWER,
                    Recognition.REPROACH,
                    Recognition.TLS,
                    Recognition.BEHAVIOUR);

    private BinaryLayout() {}

    /** The text of an opening or an end, filled with zeros. */
    static byte[] frame(String text) {
        byte[] frame = new byte[FRAME_BYTES];
        byte[] ascii = text.getBytes(US_ASCII);
        System.arraycopy(ascii, 0, frame, 0, ascii.length);
        return frame;
    }
}
