// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.BannerOptions.Capture;
import sonde.banner.Talk;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What takes further connections, one hello each: the ten of JARM, which versions below TLS 1.2
 * there are, and whether a server is open to POODLE, Heartbleed or Ticketbleed. Of a server's
 * memory no more is asked for than proves the point, and none of it is kept.
 */
final class Checks {

    /** How long an answer to a heartbeat is waited for, in nanoseconds. */
    private static final long HEARTBEAT_NANOS = 2_000_000_000L;

    /** RFC 6520, section 4: a request that claims this payload and brings none, in bytes. */
    private static final int HEARTBEAT_CLAIM_BYTES = 32;

    /** An answer without padding; a shorter one does not bring back what was not sent. */
    private static final int HEARTBEAT_PROOF_BYTES = 16;

    /** CVE-2016-9244: a session ID shorter than 32 bytes comes back with 32. */
    private static final int SHORT_SESSION_ID_BYTES = 16;

    private static final int SESSION_ID_BYTES = 32;

    // RFC 5246, section 7.2, and RFC 7507: descriptions of alerts.
    private static final int INAPPROPRIATE_FALLBACK = 86;

    /** Suites with RC4, to which POODLE does not apply; IANA. */
    private static final Set<Integer> STREAM_CIPHERS = Set.of(0x0003, 0x0004, 0x0005, 0x0018);

    private enum Kind {
        JARM,
        SSL_3,
        TLS_1_0,
        HEARTBLEED,
        TICKETBLEED
    }

    private final List<Kind> plan = new ArrayList<>();
    private final List<Jarm.Answer> answers = new ArrayList<>();
    private final Set<Integer> versions = new TreeSet<>();
    private final RandomGenerator random;
    private int next;
    private boolean heartbeatSaid;
    private int leftLength;
    private byte[] shortSessionId = {};

    Checks(BannerOptions options, RandomGenerator random) {
        this.random = random;
        if (options.deep) {
            for (int i = 0; i < Jarm.HELLO_COUNT; i++) {
                plan.add(Kind.JARM);
            }
            plan.add(Kind.TLS_1_0);
        }
        if (options.deep || options.captures.contains(Capture.POODLE)) {
            plan.add(Kind.SSL_3);
        }
        if (options.captures.contains(Capture.HEARTBLEED)) {
            plan.add(Kind.HEARTBLEED);
        }
        if (options.captures.contains(Capture.TICKETBLEED)) {
            plan.add(Kind.TICKETBLEED);
        }
    }

    boolean areOver() {
        return next == plan.size();
    }

    /** Says the hello of the next check. */
    void begin(Talk talk) {
        talk.say(hello(talk.hostName(), talk.addressText()));
    }

    private byte[] hello(@Nullable String name, String address) {
        return switch (plan.get(next)) {
            case JARM -> Jarm.hello(next, name == null ? address : name, random);
            case SSL_3 -> {
                ClientHello hello = ClientHello.ofVersion(random, Wire.SSL_3, null);
                int[] suites = hello.ciphers;
                hello.ciphers = Arrays.copyOf(suites, suites.length + 1);
                hello.ciphers[suites.length] = Wire.FALLBACK_SCSV;
                yield hello.toBytes();
            }
            case TLS_1_0 -> ClientHello.ofVersion(random, Wire.TLS_1_0, name).toBytes();
            case HEARTBLEED -> {
                ClientHello hello = ClientHello.ofVersion(random, Wire.TLS_1_2, name);
                hello.hasHeartbeat = true;
                yield hello.toBytes();
            }
            case TICKETBLEED -> {
                ClientHello hello = ClientHello.ofVersion(random, Wire.TLS_1_2, name);
                shortSessionId =
                        Arrays.copyOf(ClientHello.randomBytes(random), SHORT_SESSION_ID_BYTES);
                hello.sessionId = shortSessionId;
                hello.ticket = ClientHello.randomBytes(random);
                yield hello.toBytes();
            }
        };
    }

    /** Reads the answer; false if more of it is to come. */
    boolean isAnswered(Talk talk) {
        boolean answered =
                switch (plan.get(next)) {
                    case JARM -> readJarm(talk);
                    case SSL_3, TLS_1_0, TICKETBLEED -> readHello(talk);
                    case HEARTBLEED -> readHeartbeat(talk);
                };
        if (answered) {
            next++;
            heartbeatSaid = false;
        }
        return answered;
    }

    private boolean readJarm(Talk talk) {
        byte[] input = talk.input();
        int length = talk.inputLength();
        if (!Jarm.isWhole(input, length) && !talk.isInputEnded()) {
            return false;
        }
        answers.add(Jarm.answer(input, length));
        ServerFlight flight = ServerFlight.parse(input, length);
        if (flight.hasHello()) {
            versions.add(flight.version());
        }
        if (answers.size() == Jarm.HELLO_COUNT) {
            talk.report(Service.JARM, Jarm.fingerprint(answers));
        }
        return true;
    }

    private boolean readHello(Talk talk) {
        ServerFlight flight = ServerFlight.parse(talk.input(), talk.inputLength());
        if (!flight.hasHello() && !flight.isComplete() && !talk.isInputEnded()) {
            return false;
        }
        Kind kind = plan.get(next);
        if (kind == Kind.TICKETBLEED) {
            byte[] id = flight.sessionId();
            if (id.length == SESSION_ID_BYTES
                    && Arrays.equals(
                            id,
                            0,
                            shortSessionId.length,
                            shortSessionId,
                            0,
                            shortSessionId.length)) {
                talk.report(Service.VULNERABLE, "SSL[ticketbleed]");
            }
            return true;
        }
        if (flight.hasHello()) {
            versions.add(flight.version());
        }
        if (kind == Kind.SSL_3) {
            reportPoodle(talk, flight);
            if (!answers.isEmpty()) {
                reportVersions(talk);
            }
        }
        return true;
    }

    private static void reportPoodle(Talk talk, ServerFlight flight) {
        if (flight.hasHello() && flight.version() == Wire.SSL_3) {
            talk.report(Service.VULNERABLE, "SSL[v3]");
            if (!STREAM_CIPHERS.contains(flight.cipher())) {
                talk.report(Service.VULNERABLE, "POODLE");
            }
        } else if ((flight.alert() & 0xff) == INAPPROPRIATE_FALLBACK) {
            talk.report(Service.SAFE, "poodle[TLS_FALLBACK_SCSV]");
        } else {
            talk.report(Service.SAFE, "poodle[no-SSLv3]");
        }
    }

    private void reportVersions(Talk talk) {
        if (!versions.isEmpty()) {
            talk.report(
                    Service.SSL,
                    versions.stream()
                            .map(Wire::versionText)
                            .collect(Collectors.joining(" ", "versions: ", "")));
        }
    }

    private boolean readHeartbeat(Talk talk) {
        byte[] input = talk.input();
        int length = talk.inputLength();
        ServerFlight flight = ServerFlight.parse(input, length);
        if (!heartbeatSaid) {
            if (!flight.isComplete() && !talk.isInputEnded()) {
                return false;
            }
            if (!flight.hasHello() || !flight.hasExtension(Wire.EXT_HEARTBEAT)) {
                talk.report(Service.SAFE, "heartbleed[no-heartbeat]");
                return true;
            }
            if (talk.isInputEnded()) {
                return true;
            }
            if (!flight.isDone()) {
                return false;
            }
            talk.say(heartbeat(flight.version()));
            heartbeatSaid = true;
            leftLength = length;
            return !talk.wakeAfter(HEARTBEAT_NANOS) && talk.isInputEnded();
        }
        return readHeartbeatAnswer(talk, input, length);
    }

    private boolean readHeartbeatAnswer(Talk talk, byte[] input, int length) {
        boolean woken = length == leftLength;
        int at = 0;
        while (at + Wire.RECORD_HEADER_BYTES <= length) {
            int size = Wire.u16(input, at + 3);
            int type = Wire.u8(input, at);
            if (type == Wire.HEARTBEAT && size >= HEARTBEAT_PROOF_BYTES) {
                talk.report(Service.VULNERABLE, "SSL[HEARTBLEED]");
                return true;
            }
            at += Wire.RECORD_HEADER_BYTES + size;
            if (type == Wire.ALERT) {
                woken = true;
            }
        }
        leftLength = length;
        if (woken || talk.isInputEnded()) {
            talk.report(Service.SAFE, "SSL[heartbeat]");
            return true;
        }
        return false;
    }

    private static byte[] heartbeat(int version) {
        // RFC 6520, section 4: heartbeat_request, then the payload's length, and no payload.
        return new Bytes()
                .u8(Wire.HEARTBEAT)
                .u16(version)
                .u16(3)
                .u8(1)
                .u16(HEARTBEAT_CLAIM_BYTES)
                .toArray();
    }
}
