// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;

/**
 * VNC, that is RFB (RFC 6143): version, kinds of security, and, where none is asked for and the
 * conversation may go deep, size and name of the desktop.
 */
final class Vnc implements BannerProtocol {

    private static final byte[] BEGINNING = "RFB ".getBytes(StandardCharsets.US_ASCII);

    /** {@code RFB 003.008\n}; RFC 6143, 7.1.1. */
    private static final int VERSION_BYTES = 12;

    /** Our own versions, highest first. */
    private static final String VERSION_8 = "RFB 003.008\n";

    private static final String VERSION_7 = "RFB 003.007\n";
    private static final String VERSION_3 = "RFB 003.003\n";

    private static final int SECURITY_NONE = 1;

    /** Width and height, pixel format, length of the name; RFC 6143, 7.3.2. */
    private static final int PIXEL_FORMAT_BYTES = 16;

    private static final int STEP_VERSION = 0;
    private static final int STEP_SECURITY = 1;
    private static final int STEP_RESULT = 2;
    private static final int STEP_INIT = 3;

    @Override
    public String name() {
        return "vnc";
    }

    @Override
    public int[] usualPorts() {
        return new int[] {5900, 5901, 5902, 5903};
    }

    @Override
    public Match match(byte[] input, int length) {
        Match begins = ByteReader.begins(input, length, BEGINNING);
        if (begins != Match.YES || length < VERSION_BYTES) {
            return begins == Match.NO ? Match.NO : Match.PARTIAL;
        }
        boolean fits = input[VERSION_BYTES - 5] == '.' && input[VERSION_BYTES - 1] == '\n';
        return fits ? Match.YES : Match.NO;
    }

    @Override
    public byte[] hello(Talk talk) {
        return new byte[0];
    }

    @Override
    public void talk(Talk talk) {
        boolean goesOn = true;
        while (goesOn) {
            goesOn =
                    switch (talk.step()) {
                        case STEP_VERSION -> answerVersion(talk);
                        case STEP_SECURITY -> readSecurity(talk);
                        case STEP_RESULT -> readResult(talk);
                        default -> readInit(talk);
                    };
        }
    }

    // Each of these returns whether it has gone on to the next step.

    private static boolean answerVersion(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        String version = reader.text(VERSION_BYTES);
        if (reader.isShort()) {
            if (talk.isInputEnded()) {
                Raw.finish(talk, Service.VNC);
            }
            return false;
        }
        talk.report(Service.VNC, version.stripTrailing());
        talk.consume(VERSION_BYTES);
        // Versions like 003.889 or 004.001 are of servers that speak 3.8.
        String ours;
        if (version.compareTo(VERSION_8) >= 0) {
            ours = VERSION_8;
        } else {
            ours = version.equals(VERSION_7) ? VERSION_7 : VERSION_3;
        }
        talk.setMemo(ours.charAt(VERSION_BYTES - 2) - '0');
        talk.say(ours.getBytes(StandardCharsets.US_ASCII));
        talk.setStep(STEP_SECURITY);
        return true;
    }

    private static boolean readSecurity(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        boolean isList = talk.memo() > 3;
        ByteReader types = isList ? reader.take(reader.u8()) : reader.take(4);
        if (reader.isShort()) {
            return finishIfEnded(talk);
        }
        if (types.left() == 0 || (!isList && types.part(3, 1).peek() == 0)) {
            String reason = reader.text(reader.u32());
            if (reader.isShort() && !talk.isInputEnded()) {
                return false;
            }
            if (!reason.isEmpty()) {
                talk.report(Service.VNC_INFO, new Facts().put("error", reason).toString());
            }
            talk.finish();
            return false;
        }
        boolean isOpen = describe(talk, types, isList);
        talk.consume(reader.position());
        if (isOpen && talk.options().deep && !talk.isInputEnded()) {
            if (isList) {
                talk.say(new byte[] {SECURITY_NONE});
            }
            // Only from 3.8 on does the server confirm "none".
            boolean isConfirmed = talk.memo() > 7;
            if (!isConfirmed) {
                talk.say(new byte[] {1});
            }
            talk.setStep(isConfirmed ? STEP_RESULT : STEP_INIT);
            return true;
        }
        talk.finish();
        return false;
    }

    /** Reports the kinds of security; returns whether "none" is among them. */
    private static boolean describe(Talk talk, ByteReader types, boolean isList) {
        boolean isOpen = false;
        StringBuilder names = new StringBuilder();
        while (types.left() > 0) {
            int type = isList ? types.u8() : (int) types.u32();
            isOpen |= type == SECURITY_NONE;
            names.append(names.isEmpty() ? "" : ",").append(nameOf(type));
        }
        talk.report(Service.VNC_INFO, new Facts().put("security", names.toString()).toString());
        return isOpen;
    }

    private static boolean readResult(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        long result = reader.u32();
        if (reader.isShort()) {
            return finishIfEnded(talk);
        }
        if (result != 0) {
            talk.finish();
            return false;
        }
        talk.consume(reader.position());
        // ClientInit: others may stay connected.
        talk.say(new byte[] {1});
        talk.setStep(STEP_INIT);
        return true;
    }

    private static boolean readInit(Talk talk) {
        ByteReader reader = ByteReader.of(talk);
        int width = reader.u16();
        int height = reader.u16();
        reader.skip(PIXEL_FORMAT_BYTES);
        String name = reader.text(reader.u32());
        if (reader.isShort()) {
            return finishIfEnded(talk);
        }
        Facts facts = new Facts().put("size", width + "x" + height).put("name", name);
        talk.report(Service.VNC_INFO, facts.toString());
        talk.finish();
        return false;
    }

    private static boolean finishIfEnded(Talk talk) {
        if (talk.isInputEnded()) {
            talk.finish();
        }
        return false;
    }

    /** The numbers: RFC 6143, 8.1.2, and the IANA registry "RFB security types". */
    private static String nameOf(int type) {
        return switch (type) {
            case SECURITY_NONE -> "none";
            case 2 -> "vnc";
            case 5 -> "ra2";
            case 6 -> "ra2ne";
            case 16 -> "tight";
            case 17 -> "ultra";
            case 18 -> "tls";
            case 19 -> "vencrypt";
            case 20 -> "sasl";
            case 21 -> "md5";
            case 22 -> "xvp";
            case 30 -> "apple-dh";
            case 35 -> "apple-kerberos";
            case 129 -> "ra256";
            default -> Integer.toString(type);
        };
    }
}
