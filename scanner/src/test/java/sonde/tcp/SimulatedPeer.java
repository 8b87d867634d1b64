// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import sonde.wire.Tcp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A server's side of one connection, as simple as TCP can be: it takes segments in order only, and
 * when it hears nothing new for a while it sends again from the first byte not acknowledged, cut
 * into other pieces than before.
 */
final class SimulatedPeer {

    private static final long TIMEOUT_NANOS = 300_000_000;
    private static final int SEGMENT_MAX = 1460;
    private static final int OUR_PORT = MachineRig.OUR_PORT;

    /** What it says, and what it has heard. */
    final byte[] answer;

    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    final int port;

    private final int request;
    private final SplittableRandom random;
    private final Consumer<TestSegment> out;
    private final int iss;
    private final boolean saysFirst;

    /** Of the answer, FIN counted: acknowledged, and sent. */
    private int acknowledged;

    private int sent;

    private int theirFirst;
    private int window = 65_535;
    private int ownWindow = 65_535;
    private boolean isFinHeard;
    private boolean isOpen;
    private long timeoutAt;

    SimulatedPeer(
            int port,
            int requestBytes,
            int answerBytes,
            SplittableRandom random,
            Consumer<TestSegment> out) {
        this.port = port;
        request = requestBytes;
        this.random = random;
        this.out = out;
        answer = new byte[answerBytes];
        random.nextBytes(answer);
        iss = random.nextInt();
        saysFirst = random.nextBoolean();
    }

    boolean isFinHeard() {
        return isFinHeard;
    }

    /** Whether all that it said, its FIN too, is acknowledged. */
    boolean isAllAcknowledged() {
        return acknowledged == answer.length + 1;
    }

    long timeoutAt() {
        return timeoutAt;
    }

    /** Answers a SYN that the machine knows nothing of. */
    void begin(int ourFirst, long now) {
        theirFirst = ourFirst;
        say(iss, Tcp.SYN | Tcp.ACK, new byte[0]);
        timeoutAt = now + TIMEOUT_NANOS;
    }

    void onTimeout(long now) {
        if (random.nextInt(3) == 0) {
            ownWindow = random.nextInt(4) == 0 ? 0 : random.nextInt(1, 65_536);
        }
        if (!isOpen) {
            say(iss, Tcp.SYN | Tcp.ACK, new byte[0]);
        } else {
            sent = acknowledged;
            boolean isProbe = window == 0;
            send(isProbe ? 1 : window);
            if (random.nextBoolean()) {
                acknowledge();
            }
        }
        timeoutAt = now + TIMEOUT_NANOS;
    }

    void onSegment(TestSegment segment, long now) {
        if (segment.has(Tcp.SYN) || segment.has(Tcp.RST) || !segment.has(Tcp.ACK)) {
            throw new AssertionError("not to be sent: " + segment);
        }
        isOpen = true;
        int acked = segment.acknowledgment() - (iss + 1);
        if (acked > acknowledged) {
            if (acked > answer.length + 1) {
                throw new AssertionError("acknowledges what was not sent: " + segment);
            }
            acknowledged = acked;
            sent = Math.max(sent, acked);
            timeoutAt = now + TIMEOUT_NANOS;
        }
        window = segment.window();
        int expected = theirFirst + heard.size() + (isFinHeard ? 1 : 0);
        int old = expected - segment.sequence();
        boolean isNews = segment.end() - expected > 0;
        if (old >= 0 && isNews) {
            byte[] payload = segment.payload();
            int taken = Math.min(payload.length - old, Math.max(ownWindow, 0));
            if (taken > 0) {
                heard.write(payload, old, taken);
            }
            if (segment.has(Tcp.FIN) && taken == payload.length - old) {
                isFinHeard = true;
            }
        }
        send(window);
        if (segment.end() != segment.sequence() || old != 0) {
            acknowledge();
        }
    }

    private void acknowledge() {
        say(iss + 1 + sent, Tcp.ACK, new byte[0]);
    }

    /** Sends pieces of its answer, as far as the window reaches, and FIN behind the last. */
    private void send(int windowNow) {
        if (!saysFirst && heard.size() < request) {
            return;
        }
        while (sent < answer.length && sent - acknowledged < windowNow) {
            int most = Math.min(answer.length - sent, windowNow - (sent - acknowledged));
            int n = Math.min(most, random.nextInt(1, SEGMENT_MAX + 1));
            byte[] piece = Arrays.copyOfRange(answer, sent, sent + n);
            boolean isLast = sent + n == answer.length && heard.size() == request;
            int from = iss + 1 + sent;
            sent += n + (isLast ? 1 : 0);
            say(from, Tcp.ACK | (isLast ? Tcp.FIN : 0), piece);
        }
        if (sent == answer.length && heard.size() == request) {
            say(iss + 1 + sent++, Tcp.ACK | Tcp.FIN, new byte[0]);
        }
    }

    private void say(int sequence, int flags, byte[] payload) {
        int acknowledgment = theirFirst + heard.size() + (isFinHeard ? 1 : 0);
        out.accept(
                new TestSegment(
                        MachineRig.PEER,
                        port,
                        MachineRig.US,
                        OUR_PORT,
                        sequence,
                        acknowledgment,
                        flags,
                        ownWindow,
                        payload));
    }
}
