// SPDX-License-Identifier: Apache-2.0
package sonde.banner.tls;

import org.jspecify.annotations.Nullable;

import sonde.banner.BannerOptions;
import sonde.banner.BannerProtocol;
import sonde.banner.Talk;
import sonde.record.Service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A conversation over sockets to a server on the loopback interface, until it is over. */
final class SocketTalk implements Talk {

    /** A banner; its bytes as ISO-8859-1. */
    record Report(Service service, String text) {}

    private static final int INPUT_MAX_BYTES = 65_536;

    /** More calls than any conversation here needs. */
    private static final int CALLS_MAX = 10_000;

    /** How long a wish to be woken is held back, in milliseconds; a server here is as near. */
    private static final int WAKE_MILLIS = 300;

    private static final int SILENCE_MILLIS = 5000;

    final BannerOptions options = new BannerOptions();
    final List<Report> reports = new ArrayList<>();
    final List<Integer> reconnects = new ArrayList<>();

    int reconnectsMax = 32;
    @Nullable String hostName;
    boolean finished;

    private final BannerProtocol protocol;
    private final int port;

    /** What the server believes to be asked on, or 0. */
    int shownPort;

    private byte[] input = {};
    private boolean inputEnded;
    private boolean reconnecting;
    private boolean wakeWanted;
    private int step;
    private long memo;
    private @Nullable Object attachment;
    private Socket socket = new Socket();

    SocketTalk(BannerProtocol protocol, int port) {
        this.protocol = protocol;
        this.port = port;
    }

    /** Says the hello and goes on from there. */
    SocketTalk run() {
        connect();
        say(protocol.hello(this));
        return goOn();
    }

    /** Begins at a step other than 0, without a hello. */
    SocketTalk runAt(int firstStep) {
        connect();
        step = firstStep;
        call();
        return goOn();
    }

    private SocketTalk goOn() {
        for (int calls = 0; !finished && !inputEnded && calls < CALLS_MAX; calls++) {
            read();
            call();
        }
        close();
        return this;
    }

    private void call() {
        protocol.talk(this);
        while (reconnecting && !finished) {
            reconnecting = false;
            close();
            connect();
            protocol.talk(this);
        }
    }

    private void read() {
        byte[] bytes = new byte[Math.min(8192, INPUT_MAX_BYTES - input.length)];
        try {
            socket.setSoTimeout(wakeWanted ? WAKE_MILLIS : SILENCE_MILLIS);
            int count = bytes.length == 0 ? -1 : socket.getInputStream().read(bytes);
            if (count < 0) {
                inputEnded = true;
                return;
            }
            input = Arrays.copyOf(input, input.length + count);
            System.arraycopy(bytes, 0, input, input.length - count, count);
        } catch (SocketTimeoutException _) {
            inputEnded = !wakeWanted;
            wakeWanted = false;
        } catch (IOException _) {
            inputEnded = true;
        }
    }

    private void connect() {
        input = new byte[0];
        inputEnded = false;
        wakeWanted = false;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of all reports of that service. */
    List<String> reported(Service service) {
        return reports.stream()
                .filter(each -> each.service() == service)
                .map(Report::text)
                .toList();
    }

    @Override
    public int port() {
        return shownPort == 0 ? port : shownPort;
    }

    @Override
    public String addressText() {
        return "127.0.0.1";
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
        return input;
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
        input = Arrays.copyOfRange(input, count, input.length);
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public void setStep(int step) {
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
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException _) {
            // The server has closed; reading will say so.
        }
    }

    @Override
    public void report(Service service, byte[] bytes, int offset, int length) {
        reports.add(
                new Report(
                        service, new String(bytes, offset, length, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void report(Service service, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        report(service, bytes, 0, bytes.length);
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean reconnect(int step) {
        if (reconnects.size() == reconnectsMax) {
            return false;
        }
        reconnects.add(step);
        this.step = step;
        reconnecting = true;
        return true;
    }

    @Override
    public boolean wakeAfter(long nanos) {
        wakeWanted = true;
        return true;
    }

    @Override
    public void suspect(String protocolName) {
        finished = true;
    }

    @Override
    public void startTls() {
        finished = true;
    }
}
