// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.jspecify.annotations.Nullable;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A conversation without a connection: a test plays the server by {@link #receive} and {@link
 * #end}, and reads what the protocol said and reported. Strict: the input is followed by junk that
 * does not count, a change of it fails the test, and so does anything said or reported after the
 * conversation is over.
 */
final class FakeTalk implements Talk {

    /** A banner; its bytes as ISO-8859-1. */
    record Report(Service service, String text) {}

    /** As in {@link Talk#inputLength}. */
    static final int INPUT_MAX_BYTES = 65_536;

    private static final int JUNK_BYTES = 16;

    final BannerOptions options = new BannerOptions();

    /** What the protocol said, one element a call. */
    final List<String> said = new ArrayList<>();

    final List<Report> reports = new ArrayList<>();

    /** Steps at which the protocol began on further connections. */
    final List<Integer> reconnects = new ArrayList<>();

    int port = 80;
    @Nullable String hostName;

    /** How many further connections the protocol may have. */
    int reconnectsMax;

    boolean finished;
    boolean tlsStarted;

    /** The protocol that the answer points at, if it does. */
    @Nullable String suspected;

    private final BannerProtocol protocol;
    private byte[] input = new byte[0];
    private byte[] shown = new byte[0];
    private boolean inputEnded;
    private boolean reconnecting;
    private int step;
    private long memo;
    private @Nullable Object attachment;

    FakeTalk(BannerProtocol protocol) {
        this.protocol = protocol;
    }

    /** The server sends this, in one piece; ISO-8859-1. */
    FakeTalk receive(String text) {
        return receive(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The server sends this, in one piece or, where there is no room for it, in several. */
    FakeTalk receive(byte[] bytes) {
        int taken = 0;
        int connection = reconnects.size();
        while (taken < bytes.length && !isOver() && connection == reconnects.size()) {
            int count = Math.min(bytes.length - taken, INPUT_MAX_BYTES - input.length);
            int before = input.length;
            input = Arrays.copyOf(input, before + count);
            System.arraycopy(bytes, taken, input, before, count);
            taken += count;
            call();
            if (!isOver() && input.length == INPUT_MAX_BYTES) {
                end();
            }
        }
        return this;
    }

    /** The server sends this, a byte a segment, until the connection ends. */
    FakeTalk receiveByteByByte(byte[] bytes) {
        int connection = reconnects.size();
        for (int i = 0; i < bytes.length && connection == reconnects.size(); i++) {
            receive(new byte[] {bytes[i]});
        }
        return this;
    }

    /** The server sends this in pieces of 1 to 64 bytes, until the connection ends. */
    FakeTalk receiveInPieces(byte[] bytes, SplittableRandom random) {
        int from = 0;
        int connection = reconnects.size();
        while (from < bytes.length && connection == reconnects.size()) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
            receive(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return this;
    }

    /** No more input comes: the server has closed, or time is up. */
    FakeTalk end() {
        if (!isOver()) {
            inputEnded = true;
            call();
        }
        return this;
    }

    /** Whether the protocol has ended the conversation, or handed the connection over. */
    boolean isOver() {
        return finished || tlsStarted || suspected != null;
    }

    /** The text of the first report of that service, or null. */
    @Nullable String reported(Service service) {
        return reports.stream()
                .filter(each -> each.service() == service)
                .map(Report::text)
                .findFirst()
                .orElse(null);
    }

    private void call() {
        show();
        byte[] before = shown.clone();
        byte[] given = shown;
        protocol.talk(this);
        if (given == shown) {
            assertArrayEquals(before, shown, "the input may not be changed");
        }
        if (reconnecting) {
            reconnecting = false;
            input = new byte[0];
            inputEnded = false;
            show();
            protocol.talk(this);
        }
    }

    private void show() {
        shown = Arrays.copyOf(input, input.length + JUNK_BYTES);
        Arrays.fill(shown, input.length, shown.length, (byte) '\n');
    }

    private void requireOpen(String what) {
        if (isOver() || reconnecting) {
            throw new IllegalStateException(what + " after the conversation was over");
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String addressText() {
        return "198.18.0.7";
    }

    @Override
    public @Nullable String hostName() {
        return hostName;
    }

    @Override
    public BannerOptions options() {
        return options;
    }

    @Override
    public byte[] input() {
        return shown;
    }

    @Override
    public int inputLength() {
        return input.length;
    }

    @Override
    public boolean isInputEnded() {
        return inputEnded;
    }

    @Override
    public void consume(int count) {
        if (count < 0 || count > input.length) {
            throw new IllegalArgumentException("consumes " + count + " of " + input.length);
        }
        input = Arrays.copyOfRange(input, count, input.length);
        show();
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public void setStep(int step) {
        if (step < 0 || step > 255) {
            throw new IllegalArgumentException("step " + step);
        }
        this.step = step;
    }

    @Override
    public long memo() {
        return memo;
    }

    @Override
    public void setMemo(long memo) {
        this.memo = memo;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public void say(byte[] bytes) {
        requireOpen("says something");
        said.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void report(Service service, byte[] bytes, int offset, int length) {
        requireOpen("reports");
        int kept = Math.min(length, options.bannerMaxBytes);
        reports.add(
                new Report(service, new String(bytes, offset, kept, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void report(Service service, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        report(service, bytes, 0, bytes.length);
    }

    @Override
    public void finish() {
        requireOpen("finishes");
        finished = true;
    }

    @Override
    public boolean reconnect(int step) {
        requireOpen("reconnects");
        if (reconnects.size() == reconnectsMax) {
            return false;
        }
        reconnects.add(step);
        this.step = step;
        reconnecting = true;
        return true;
    }

    @Override
    public void suspect(String protocolName) {
        requireOpen("suspects");
        suspected = protocolName;
    }

    @Override
    public void startTls() {
        requireOpen("starts TLS");
        if (input.length > 0) {
            throw new IllegalStateException("input left when TLS starts");
        }
        tlsStarted = true;
    }
}
