// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a server says in the clear in answer to a ClientHello: ServerHello or HelloRetryRequest,
 * before TLS 1.3 its certificates, or an alert. Read anew from the first byte as more comes, which
 * is at most 64 KiB; certificates cut off by the end of the input are left out.
 */
final class ServerFlight {

    /** More certificates than any honest chain has. */
    private static final int CERTIFICATES_MAX = 16;

    /** More extensions than there are. */
    private static final int EXTENSIONS_MAX = 64;

    /** From the message's begin to the length of the session ID: version and random. */
    private static final int HELLO_FIXED_BYTES = 34;

    /** Level and description. */
    private static final int ALERT_BYTES = 2;

    private boolean complete;
    private boolean done;
    private boolean hasHello;
    private int version;
    private int cipher;
    private byte[] sessionId = {};
    private int @Nullable [] extensions;
    private @Nullable String protocol;
    private int alert = -1;
    private int end;

    // The records' content: messages of the handshake, and how far they have been read.
    private byte[] messages;
    private int messagesLength;
    private int messagesRead;
    private final List<byte[]> certificates = new ArrayList<>();

    private ServerFlight(int length) {
        end = length;
        messages = new byte[length];
    }

    static ServerFlight parse(byte[] input, int length) {
        ServerFlight flight = new ServerFlight(length);
        int at = 0;
        while (at + Wire.RECORD_HEADER_BYTES <= length) {
            int type = Wire.u8(input, at);
            int size = Wire.u16(input, at + 3);
            int from = at + Wire.RECORD_HEADER_BYTES;
            int available = Math.min(size, length - from);
            boolean isRecord = Wire.u8(input, at + 1) == 3 && size <= Wire.RECORD_MAX_BYTES;
            if (isRecord && type == Wire.HANDSHAKE) {
                flight.readMessages(input, from, available);
            } else if (isRecord && type == Wire.ALERT && available < ALERT_BYTES) {
                break;
            } else {
                boolean isAlert = isRecord && type == Wire.ALERT;
                flight.completeBy(input, from, isAlert);
                break;
            }
            at = from + size;
        }
        flight.readCutOffCertificates();
        flight.messages = new byte[0];
        return flight;
    }

    private void completeBy(byte[] input, int from, boolean isAlert) {
        if (!complete) {
            complete = true;
            alert = isAlert ? Wire.u16(input, from) : -1;
            end = isAlert ? from + ALERT_BYTES : from;
        }
    }

    /** Whether all is there that will be read, or what comes next is of no use. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the server has said all before it is the client's turn; TLS 1.2 and below. */
    boolean isDone() {
        return done;
    }

    boolean hasHello() {
        return hasHello;
    }

    /** The version chosen, such as 0x0304. */
    int version() {
        return version;
    }

    /** The cipher suite chosen. */
    int cipher() {
        return cipher;
    }

    byte[] sessionId() {
        return sessionId;
    }

    /** The types of the ServerHello's extensions, in their order. */
    int[] extensions() {
        return extensions == null ? new int[0] : extensions;
    }

    boolean hasExtension(int type) {
        return Arrays.stream(extensions()).anyMatch(each -> each == type);
    }

    /** The application protocol chosen, or null. */
    @Nullable String protocol() {
        return protocol;
    }

    /** Level and description of an alert, 0x0000 to 0xffff; -1 if there is none. */
    int alert() {
        return alert;
    }

    /** The certificates as DER, the server's own first. */
    List<byte[]> certificates() {
        return certificates;
    }

    /**
     * How much of the input was read until the flight was complete; all of it, if it is not. The
     * same however the input was cut into pieces, as is all else that is read of it.
     */
    int end() {
        return end;
    }

    /** Adds a record's content, and reads the messages that have become whole by it. */
    private void readMessages(byte[] input, int recordFrom, int count) {
        int before = messagesLength;
        System.arraycopy(input, recordFrom, messages, before, count);
        messagesLength += count;
        while (messagesRead + Wire.MESSAGE_HEADER_BYTES <= messagesLength) {
            int type = Wire.u8(messages, messagesRead);
            int from = messagesRead + Wire.MESSAGE_HEADER_BYTES;
            int to = from + Wire.u24(messages, messagesRead + 1);
            if (to > messagesLength) {
                return;
            }
            boolean wasComplete = complete;
            readMessage(type, from, to);
            if (complete && !wasComplete) {
                end = recordFrom + to - before;
            }
            messagesRead = to;
        }
    }

    /** Of what comes when the flight is complete, only its very end counts. */
    private void readMessage(int type, int from, int to) {
        if (type == Wire.SERVER_HELLO_DONE) {
            complete = true;
            done = true;
        } else if (!complete && type == Wire.CERTIFICATE && hasHello) {
            readCertificates(messages, from, to);
            complete = true;
        } else if (!complete && type == Wire.SERVER_HELLO && !hasHello) {
            readHello(messages, from, to);
        }
    }

    private void readCutOffCertificates() {
        int from = messagesRead + Wire.MESSAGE_HEADER_BYTES;
        if (!complete
                && hasHello
                && certificates.isEmpty()
                && from <= messagesLength
                && Wire.u8(messages, messagesRead) == Wire.CERTIFICATE) {
            int to = from + Wire.u24(messages, messagesRead + 1);
            readCertificates(messages, from, Math.min(to, messagesLength));
        }
    }

    private void readHello(byte[] bytes, int from, int to) {
        int at = from + HELLO_FIXED_BYTES;
        if (at >= to) {
            complete = true;
            return;
        }
        int idLength = Wire.u8(bytes, at);
        int suite = at + 1 + idLength;
        // Cipher suite and compression.
        if (suite + 3 > to) {
            complete = true;
            return;
        }
        hasHello = true;
        version = Wire.u16(bytes, from);
        sessionId = Arrays.copyOfRange(bytes, at + 1, suite);
        cipher = Wire.u16(bytes, suite);
        if (suite + 5 <= to) {
            int first = suite + 5;
            readExtensions(bytes, first, Math.min(to, first + Wire.u16(bytes, suite + 3)));
        }
        complete |= version >= Wire.TLS_1_3;
    }

    private void readExtensions(byte[] bytes, int from, int to) {
        int[] types = new int[EXTENSIONS_MAX];
        int count = 0;
        int at = from;
        while (at + 4 <= to && count < EXTENSIONS_MAX) {
            int type = Wire.u16(bytes, at);
            int size = Wire.u16(bytes, at + 2);
            int value = at + 4;
            if (value + size > to) {
                break;
            }
            types[count++] = type;
            if (type == Wire.EXT_SUPPORTED_VERSIONS && size == 2) {
                version = Wire.u16(bytes, value);
            } else if (type == Wire.EXT_ALPN && size > 3) {
                int nameLength = Math.min(Wire.u8(bytes, value + 2), size - 3);
                protocol = new String(bytes, value + 3, nameLength, StandardCharsets.ISO_8859_1);
            }
            at = value + size;
        }
        extensions = Arrays.copyOf(types, count);
    }

    private void readCertificates(byte[] bytes, int from, int to) {
        int at = from + 3;
        while (at + 3 <= to && certificates.size() < CERTIFICATES_MAX) {
            int first = at + 3;
            int last = first + Wire.u24(bytes, at);
            if (last > to) {
                return;
            }
            certificates.add(Arrays.copyOfRange(bytes, first, last));
            at = last;
        }
    }
}
