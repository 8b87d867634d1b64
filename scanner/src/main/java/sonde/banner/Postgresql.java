// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL, protocol 3.0: asks for TLS, which is answered by a single byte, then begins a session
 * as a user that hardly exists, to see how the server wants users to prove themselves, or why it
 * turns them away.
 */
final class Postgresql implements BannerProtocol {

    /** In place of a protocol version: asks for TLS. */
    private static final int SSL_REQUEST_CODE = 80_877_103;

    private static final int PROTOCOL_3 = 3 << 16;
    private static final String USER = "sonde";

    // Kinds of messages.
    private static final int AUTHENTICATION = 'R';
    private static final int ERROR = 'E';
    private static final int PARAMETER = 'S';
    private static final int READY = 'Z';

    /** No first message is longer. */
    private static final int MESSAGE_MAX_BYTES = 30_000;

    // How to prove oneself: the codes of AuthenticationRequest.
    private static final int AUTHENTICATION_OK = 0;
    private static final int AUTHENTICATION_MD5 = 5;
    private static final int AUTHENTICATION_SASL = 10;
    private static final int AUTHENTICATION_CODE_MAX = 12;

    private static final byte[] TERMINATE = {'X', 0, 0, 0, 4};

    private static final int STEP_TLS_ANSWER = 0;
    private static final int STEP_BEGIN_SESSION = 1;
    private static final int STEP_SESSION = 2;
    private static final int STEP_BEGIN_TLS = 3;
    private static final int STEP_TLS = 4;

    /** In the memo: the server's answer to our wish for TLS, or 0. */
    private static final int MEMO_TLS_YES = 'S';

    private static final int MEMO_TLS_NO = 'N';

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {5432};
    }

    @Override
    public byte[] hello(Talk talk) {
        return new ByteWriter().u32(8).u32(SSL_REQUEST_CODE).toBytes();
    }

    @Override
    public Match matchAnswer(byte[] input, int length) {
        if (length == 1 && (input[0] == MEMO_TLS_YES || input[0] == MEMO_TLS_NO)) {
            return Match.YES;
        }
        return match(input, length);
    }

    @Override
    public Match match(byte[] input, int length) {
        ByteReader reader = new ByteReader(input, length);
        int kind = reader.u8();
        if (kind != ERROR && kind != AUTHENTICATION) {
            return Match.NO;
        }
        // The length's upper half is 0: text that begins with E or R is told apart early.
        if ((length > 1 && input[1] != 0) || (length > 2 && input[2] != 0)) {
            return Match.NO;
        }
        long claimed = reader.u32();
        int first = kind == ERROR ? reader.u8() : (int) reader.u32();
        if (reader.isShort()) {
            return Match.PARTIAL;
        }
        boolean fits =
                kind == ERROR
                        ? claimed > 8 && (first == 'S' || first == 'V')
                        : claimed >= 8 && first >= 0 && first <= AUTHENTICATION_CODE_MAX;
        return fits && claimed <= MESSAGE_MAX_BYTES ? Match.YES : Match.NO;
    }

    @Override
    public void talk(Talk talk) {
        switch (talk.step()) {
            case STEP_TLS_ANSWER -> readTlsAnswer(talk);
            case STEP_BEGIN_SESSION -> beginSession(talk);
            case STEP_SESSION -> readSession(talk);
            case STEP_BEGIN_TLS -> {
                talk.say(hello(talk));
                talk.setStep(STEP_TLS);
            }
            default -> {
                if (talk.inputLength() > 0 && talk.input()[0] == MEMO_TLS_YES) {
                    talk.consume(talk.inputLength());
                    talk.startTls();
                } else if (talk.isInputEnded() || talk.inputLength() > 0) {
                    talk.finish();
                }
            }
        }
    }

    private static void readTlsAnswer(Talk talk) {
        int answer = ByteReader.of(talk).peek();
        if (answer == MEMO_TLS_NO) {
            talk.setMemo(answer);
            talk.consume(1);
            beginSession(talk);
            readSession(talk);
        } else if (answer == MEMO_TLS_YES) {
            talk.setMemo(answer);
            if (!talk.reconnect(STEP_BEGIN_SESSION)) {
                talk.report(Service.POSTGRESQL, factsSoFar(talk).toString());
                talk.finish();
            }
        } else {
            readSession(talk);
        }
    }

    private static void beginSession(Talk talk) {
        byte[] rest =
                new ByteWriter()
                        .u32(PROTOCOL_3)
                        .textAndNul("user")
                        .textAndNul(USER)
                        .textAndNul("database")
                        .textAndNul(USER)
                        .u8(0)
                        .toBytes();
        talk.say(new ByteWriter().u32(4 + rest.length).bytes(rest).toBytes());
        talk.setStep(STEP_SESSION);
    }

    private static Facts factsSoFar(Talk talk) {
        Facts facts = new Facts();
        if (talk.memo() != 0) {
            facts.put("tls", talk.memo() == MEMO_TLS_YES ? "yes" : "no");
        }
        return facts;
    }

    private static void readSession(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        Facts facts = factsSoFar(talk);
        boolean isDone = false;
        while (!isDone && reader.left() > 0) {
            int kind = reader.u8();
            ByteReader message = reader.take(reader.u32() - 4);
            if (reader.isShort()) {
                break;
            }
            switch (kind) {
                case AUTHENTICATION -> {
                    int code = (int) message.u32();
                    facts.put("authentication", nameOf(code, message));
                    isDone = code != AUTHENTICATION_OK;
                }
                case ERROR -> {
                    describeError(message, facts);
                    isDone = true;
                }
                case PARAMETER -> describeParameter(message, facts);
                default -> isDone = kind == READY;
            }
        }
        if (!isDone && !talk.isInputEnded()) {
            return;
        }
        if (talk.inputLength() == 0 && talk.memo() == 0) {
            talk.finish();
            return;
        }
        talk.report(Service.POSTGRESQL, facts.isEmpty() ? "postgresql" : facts.toString());
        if (!talk.isInputEnded()) {
            talk.say(TERMINATE);
        }
        boolean wantsTls = talk.memo() == MEMO_TLS_YES && talk.options().deep;
        if (!wantsTls || !talk.reconnect(STEP_BEGIN_TLS)) {
            talk.finish();
        }
    }

    private static String nameOf(int code, ByteReader message) {
        return switch (code) {
            case AUTHENTICATION_OK -> "none";
            case 2 -> "kerberos";
            case 3 -> "password";
            case AUTHENTICATION_MD5 -> "md5";
            case 7 -> "gss";
            case 9 -> "sspi";
            case AUTHENTICATION_SASL -> {
                List<String> mechanisms = new ArrayList<>();
                while (message.left() > 1) {
                    mechanisms.add(message.textToNul());
                }
                yield String.join(",", mechanisms);
            }
            default -> Integer.toString(code);
        };
    }

    /** Fields of one letter and a text each; "Error and Notice Message Fields". */
    private static void describeError(ByteReader message, Facts facts) {
        while (message.left() > 1) {
            int field = message.u8();
            String value = message.textToNul();
            switch (field) {
                case 'S' -> facts.put("severity", value);
                case 'C' -> facts.put("code", value);
                case 'M' -> facts.put("message", value);
                case 'F' -> facts.put("file", value);
                case 'L' -> facts.put("line", value);
                case 'R' -> facts.put("routine", value);
                default -> {
                    // Hints and positions tell nothing of the server.
                }
            }
        }
    }

    private static void describeParameter(ByteReader message, Facts facts) {
        String key = message.textToNul();
        if (key.equals("server_version")) {
            facts.put("version", message.textToNul());
        }
    }
}
