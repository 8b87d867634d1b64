// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;

import java.util.ArrayList;
import java.util.List;

/** A message of DNS (RFC 1035 section 4.1), opened at its answers. Used by one thread. */
final class DnsMessage {

    static final int TYPE_PTR = 12;
    static final int TYPE_TXT = 16;
    static final int CLASS_CHAOS = 3;
    static final int HEADER_BYTES = 12;

    /** Of {@link #flags}: an answer, authoritative, recursion available. */
    static final int RESPONSE = 0x8000;

    static final int AUTHORITATIVE = 0x0400;
    static final int RECURSION = 0x0080;
    private static final int OPCODE_AND_ZERO_MASK = 0x7840;

    /** The opcode of a status request, which the default payload is. */
    private static final int OPCODE_STATUS = 0x1000;

    private static final int RCODE_MASK = 0x000F;
    private static final int POINTER = 0xC0;

    /** Names have 127 labels at most; what has more pointers leads in circles. */
    private static final int LABELS_MAX = 128;

    /** RFC 1035 section 2.3.4, in bytes. */
    private static final int NAME_MAX_BYTES = 255;

    /** No answer to our question has more. */
    private static final int RECORDS_MAX = 64;

    /** RFC 1035 section 4.1.1, RFC 2136 section 2.2, in the words of the IANA registry. */
    private static final List<String> RCODES =
            List.of(
                    "NOERROR",
                    "FORMERR",
                    "SERVFAIL",
                    "NXDOMAIN",
                    "NOTIMP",
                    "REFUSED",
                    "YXDOMAIN",
                    "YXRRSET",
                    "NXRRSET",
                    "NOTAUTH",
                    "NOTZONE");

    /** One answer. Its data begins at an offset in the message, as names in it point there. */
    record Answer(int type, int dataOffset, int dataLengthBytes) {}

    private final ByteReader message;
    private final int flags;
    private final int questionCount;
    private final int answerCount;
    private int questionClass;

    DnsMessage(byte[] bytes) {
        message = new ByteReader(bytes, bytes.length);
        message.skip(2);
        flags = message.u16();
        questionCount = message.u16();
        answerCount = message.u16();
        message.seek(HEADER_BYTES);
    }

    /** Whether it has the form of an answer to a query or a status request. */
    boolean isAnswer() {
        int opcode = flags & OPCODE_AND_ZERO_MASK;
        return !message.isShort()
                && (flags & RESPONSE) != 0
                && (opcode == 0 || opcode == OPCODE_STATUS)
                && questionCount <= 1
                && rcodeNumber() < RCODES.size();
    }

    int flags() {
        return flags;
    }

    int answerCount() {
        return answerCount;
    }

    /** The class of the question; 0 if there is none. */
    int questionClass() {
        return questionClass;
    }

    private int rcodeNumber() {
        return flags & RCODE_MASK;
    }

    String rcode() {
        return RCODES.get(rcodeNumber());
    }

    /** Reads the answers; once. */
    List<Answer> answers() {
        for (int i = 0; i < questionCount && !message.isShort(); i++) {
            name(message);
            message.skip(2);
            questionClass = message.u16();
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < Math.min(answerCount, RECORDS_MAX) && !message.isShort(); i++) {
            name(message);
            int type = message.u16();
            message.skip(2 + 4);
            int length = message.u16();
            int offset = message.position();
            message.skip(length);
            if (!message.isShort()) {
                answers.add(new Answer(type, offset, length));
            }
        }
        return answers;
    }

    /** The data of an answer. */
    ByteReader data(Answer answer) {
        return message.part(answer.dataOffset(), answer.dataLengthBytes());
    }

    /** The name that an answer's data begins with. */
    String nameOf(Answer answer) {
        ByteReader whole = message.part(0, answer.dataOffset() + (long) answer.dataLengthBytes());
        whole.seek(answer.dataOffset());
        return name(whole);
    }

    /** Reads a name, with what it points at; the reader then stands behind it. */
    private static String name(ByteReader reader) {
        StringBuilder name = new StringBuilder();
        int behind = -1;
        for (int labels = 0; labels < LABELS_MAX && !reader.isShort(); labels++) {
            if (name.length() > NAME_MAX_BYTES) {
                return name.toString();
            }
            int length = reader.u8();
            if (length >= POINTER) {
                int target = (length - POINTER) << Byte.SIZE | reader.u8();
                behind = behind < 0 ? reader.position() : behind;
                reader.seek(target);
            } else if (length == 0) {
                break;
            } else {
                name.append(name.isEmpty() ? "" : ".").append(reader.text(length));
            }
        }
        if (behind >= 0 && !reader.isShort()) {
            reader.seek(behind);
        }
        return name.toString();
    }
}
