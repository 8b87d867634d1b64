// SPDX-License-Identifier: Apache-2.0
package sonde.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Reads web servers' banners the usual way: the kernel's TCP, a {@link Selector}, so many
 * connections at once, on one thread. Connects, asks for a page, reads until the server ends, and
 * looks for a header and a title. Prints one line: connections made, banners, titles, failures, and
 * seconds.
 *
 * <p>Arguments: first address, number of addresses, port, connections at once. The caller sees to
 * it that the addresses are its own.
 */
public final class NioGrabber {

    private static final byte[] REQUEST =
            "GET / HTTP/1.0\r\nUser-Agent: nio\r\nAccept: */*\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER_BYTES_MAX = 16384;

    /** With nothing to do for so long, the rest is given up. */
    private static final long IDLE_MILLIS = 5000;

    private final Selector selector;
    private final int first;
    private final int count;
    private final int port;

    private int begun;
    private int running;
    private int opened;
    private int banners;
    private int titles;
    private int failed;

    private NioGrabber(Selector selector, int first, int count, int port) {
        this.selector = selector;
        this.first = first;
        this.count = count;
        this.port = port;
    }

    /** Reads all banners once. */
    public static void main(String[] arguments) throws IOException {
        byte[] address = InetAddress.getByName(arguments[0]).getAddress();
        int connectionsMax = Integer.parseInt(arguments[3]);
        long startNanos = System.nanoTime();
        try (Selector selector = Selector.open()) {
            NioGrabber grabber =
                    new NioGrabber(
                            selector,
                            ByteBuffer.wrap(address).getInt(),
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]));
            grabber.run(connectionsMax);
            System.out.printf(
                    "%d opened %d banners %d titles %d failed %.3f seconds%n",
                    grabber.opened,
                    grabber.banners,
                    grabber.titles,
                    grabber.failed,
                    (System.nanoTime() - startNanos) / 1e9);
        }
    }

    private void run(int connectionsMax) throws IOException {
        while (begun < count || running > 0) {
            while (running < connectionsMax && begun < count) {
                begin(first + begun++);
            }
            if (selector.select(IDLE_MILLIS) == 0) {
                failed += running;
                return;
            }
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                goOn(key);
            }
        }
    }

    private void begin(int address) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean isOpen = channel.connect(new InetSocketAddress(inet(address), port));
            channel.register(
                    selector,
                    isOpen ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT,
                    ByteBuffer.allocate(ANSWER_BYTES_MAX));
            running++;
        } catch (IOException e) {
            failed++;
        }
    }

    private void goOn(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer answer = (ByteBuffer) key.attachment();
        try {
            if (key.isReadable()) {
                if (channel.read(answer) < 0 || !answer.hasRemaining()) {
                    judge(answer);
                    end(channel);
                }
                return;
            }
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            opened++;
            // Fits into any socket's empty buffer.
            int ignored = channel.write(ByteBuffer.wrap(REQUEST));
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            failed++;
            end(channel);
        }
    }

    private void end(SocketChannel channel) throws IOException {
        channel.close();
        running--;
    }

    private void judge(ByteBuffer answer) {
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        if (text.startsWith("HTTP/")) {
            banners++;
        } else {
            failed++;
        }
        if (text.contains("<title>")) {
            titles++;
        }
    }

    private static InetAddress inet(int address) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address).array());
    }
}
