// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.tcp.Application;
import sonde.tcp.CloseReason;
import sonde.tcp.Connection;
import sonde.wire.IpAddress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection without a network: tests play the peer and the clock. */
final class FakeConnection implements Connection {

    static final IpAddress ADDRESS = IpAddress.ofIpv4(0xC612_0007);

    /** Another peer, and our address to it. */
    static final IpAddress ADDRESS_6 = IpAddress.parse("2001:db8::7");

    static final IpAddress SOURCE = IpAddress.parse("2001:db8::1");

    /** What was sent on each connection, the oldest first. */
    final List<String> said = new ArrayList<>();

    /** Where each connection went to, the oldest first. */
    final List<Integer> remotePorts = new ArrayList<>();

    final List<Integer> localPorts = new ArrayList<>();

    int window = 65_535;
    int unacknowledged;
    boolean isClosed;
    boolean isAborted;
    long timerNanos;

    private final IpAddress address;
    private final Application application;
    private final long[] words = new long[WORD_COUNT];
    private @Nullable Object attachment;
    private byte[] input = {};
    private boolean hasEnded;
    private boolean wantsAnother;

    FakeConnection(Application application, IpAddress address, int port, int localPort) {
        this.address = address;
        this.application = application;
        begin(port, localPort);
    }

    private void begin(int port, int localPort) {
        remotePorts.add(port);
        localPorts.add(localPort);
        said.add("");
        input = new byte[0];
        hasEnded = false;
        isClosed = false;
        timerNanos = 0;
    }

    void open() {
        application.onOpen(this);
    }

    void receive(String text) {
        receive(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void receive(byte[] bytes) {
        int length = input.length;
        input = Arrays.copyOf(input, length + bytes.length);
        System.arraycopy(bytes, 0, input, length, bytes.length);
        application.onInput(this);
    }

    /** The peer's last bytes, its FIN in the same segment. */
    void receiveWithEnd(String text) {
        hasEnded = true;
        receive(text);
    }

    void receiveEnd() {
        hasEnded = true;
        application.onInput(this);
    }

    void timeOut() {
        timerNanos = 0;
        application.onTimer(this);
    }

    /**
     * Ends the connection, and returns whether another one follows; that one waits for {@link
     * #open}.
     */
    boolean end(CloseReason reason) {
        wantsAnother = false;
        application.onClose(this, reason);
        return wantsAnother;
    }

    String lastSaid() {
        return said.getLast();
    }

    @Override
    public long remoteHigh() {
        return address.high();
    }

    @Override
    public long remoteLow() {
        return address.low();
    }

    @Override
    public int remotePort() {
        return remotePorts.getLast();
    }

    @Override
    public long localHigh() {
        return address.isIpv4() ? 0 : SOURCE.high();
    }

    @Override
    public long localLow() {
        return address.isIpv4() ? IpAddress.ofIpv4(Wiring.SOURCE).low() : SOURCE.low();
    }

    @Override
    public int localPort() {
        return localPorts.getLast();
    }

    @Override
    public int ttl() {
        return 57;
    }

    @Override
    public int synAckWindow() {
        return window;
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
        return hasEnded;
    }

    @Override
    public void consume(int count) {
        input = Arrays.copyOfRange(input, count, input.length);
    }

    @Override
    public boolean send(byte[] bytes, int offset, int count) {
        String text = new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
        said.set(said.size() - 1, lastSaid() + text);
        return true;
    }

    @Override
    public int unacknowledgedBytes() {
        return unacknowledged;
    }

    @Override
    public void setTimer(long nanos) {
        timerNanos = nanos;
    }

    @Override
    public void clearTimer() {
        timerNanos = 0;
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public void abort() {
        isAborted = true;
    }

    @Override
    public void reconnect(int localPort, int sequence) {
        reconnect(remotePort(), localPort, sequence);
    }

    @Override
    public void reconnect(int remotePort, int localPort, int sequence) {
        wantsAnother = true;
        begin(remotePort, localPort);
    }

    @Override
    public long word(int index) {
        return words[index];
    }

    @Override
    public void setWord(int index, long value) {
        words[index] = value;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object object) {
        attachment = object;
    }
}
