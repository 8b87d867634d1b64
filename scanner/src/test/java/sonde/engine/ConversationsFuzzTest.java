// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.banner.BannerOptions;
import sonde.stat.Counter;
import sonde.tcp.CloseReason;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Peers that say anything and go at any moment: each talk ends, and is counted once. */
class ConversationsFuzzTest {

    private static final int TALKS = 5_000;
    private static final int EVENTS_MAX = 300;

    /** More than the rules allow, and the one to the control port. */
    private static final int CONNECTIONS_MAX = 4;

    private static final int[] PORTS = {
        21, 22, 23, 25, 53, 80, 110, 143, 389, 443, 445, 587, 993, 1883, 3306, 3389, 5432, 5672,
        5900, 6379, 7777, 8443, 11211, 25565, 27017
    };

    /** Begins of what servers say, so that all protocols get their turn. */
    private static final List<String> PIECES =
            List.of(
                    "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nServer: x\r\n\r\n<title>a",
                    "HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port",
                    "SSH-2.0-x\r\n",
                    "220 mail ESMTP\r\n",
                    "250-mail\r\n250-STARTTLS\r\n250 OK\r\n",
                    "220 FTP ready\r\n",
                    "211-Features\r\n AUTH TLS\r\n211 End\r\n",
                    "234 go\r\n",
                    "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n",
                    "a001 OK done\r\n",
                    "+OK POP3 <1@x>\r\n",
                    "STLS\r\n.\r\n",
                    "-ERR unknown command\r\n",
                    "+PONG\r\n",
                    "$6\r\nredis_\r\n",
                    "RFB 003.008\n",
                    "\u0001\u0002",
                    "\u0000\u0000\u0000\u0000",
                    "\u0015\u0003\u0001\u0000\u0002\u0002\u0028",
                    "\u0016\u0003\u0003\u0000\u002a\u0002\u0000\u0000\u0026\u0003\u0003"
                            + "0123456789abcdef0123456789abcdef\u0000\u0013\u0001\u0000",
                    "\u0016\u0003\u0003\u0000\u0004\u000e\u0000\u0000\u0000",
                    "\u004a\u0000\u0000\u0000\n8.0.36\u0000",
                    "\u0000\u0000\u0000\u0040\u00ffSMB",
                    "\u0000\u0000\u0000\u0040\u00feSMB",
                    "\u0003\u0000\u0000\u0013\u000e\u00d0\u0000\u0000\u0012\u0034\u0000",
                    "S",
                    "E\u0000\u0000\u0000\u0010SFATAL\u0000\u0000",
                    "AMQP\u0000\u0000\u0009\u0001",
                    "\u0020\u0002\u0000\u0000",
                    "\u00ff\u00fd\u0018\u00ff\u00fb\u0001login: ",
                    "VERSION 1.6\r\n",
                    "0\u000c\u0002\u0001\u0001a\u0007");

    private final Talks talks = new Talks();

    private long ended() {
        long sum = 0;
        for (Counter each :
                List.of(
                        Counter.TALKS_RECOGNISED,
                        Counter.TALKS_UNKNOWN,
                        Counter.TALKS_SILENT,
                        Counter.TALKS_PRETENDED,
                        Counter.TALKS_BROKEN_OFF)) {
            sum += talks.counters.get(each);
        }
        return sum;
    }

    @Test
    void everyTalkEndsAndIsCountedOnce() {
        BannerOptions options = new BannerOptions();
        options.deep = true;
        for (int seed = 0; seed < TALKS; seed++) {
            Random random = new Random(seed);
            // Of a host that nothing is known of.
            Conversations conversations = talks.conversations(options);
            int port = PORTS[random.nextInt(PORTS.length)];
            talks.address = seed % 2 == 0 ? FakeConnection.ADDRESS : FakeConnection.ADDRESS_6;
            FakeConnection peer =
                    new FakeConnection(conversations, talks.address, port, Talks.LOCAL_PORT);
            peer.window = random.nextInt(8) == 0 ? 0 : 65_535;
            peer.open();
            play(peer, random);
            talks.reported();
            assertEquals(seed + 1, talks.counters.get(Counter.TALKS_OPENED), "seed " + seed);
            assertEquals(seed + 1, ended(), "seed " + seed);
        }
    }

    private static void play(FakeConnection peer, Random random) {
        for (int event = 0; event < EVENTS_MAX; event++) {
            peer.unacknowledged = random.nextInt(6) == 0 ? 100 : 0;
            int choice = peer.isClosed ? 9 : random.nextInt(12);
            if (choice < 5) {
                peer.receive(piece(random));
            } else if (choice == 5) {
                peer.receiveWithEnd(new String(piece(random), StandardCharsets.ISO_8859_1));
            } else if (choice < 9) {
                assertTrue(peer.isClosed || peer.timerNanos > 0, "nothing wakes it");
                peer.timeOut();
            } else if (!goesOn(peer, random)) {
                assertNull(peer.attachment());
                return;
            }
        }
        peer.end(CloseReason.ABORTED);
    }

    /** Ends the connection; returns whether there is another. */
    private static boolean goesOn(FakeConnection peer, Random random) {
        CloseReason[] reasons = {
            CloseReason.FINISHED,
            CloseReason.RESET,
            CloseReason.TIMED_OUT,
            CloseReason.UNACKNOWLEDGED,
            CloseReason.ABORTED
        };
        CloseReason reason =
                peer.isClosed || random.nextBoolean()
                        ? CloseReason.FINISHED
                        : reasons[random.nextInt(reasons.length)];
        boolean isAnother = peer.end(reason) && reason != CloseReason.ABORTED;
        while (isAnother && random.nextInt(10) == 0) {
            isAnother =
                    peer.end(random.nextBoolean() ? CloseReason.REFUSED : CloseReason.UNANSWERED);
        }
        if (isAnother) {
            assertTrue(peer.remotePorts.size() <= CONNECTIONS_MAX, "connections without end");
            peer.open();
        }
        return isAnother;
    }

    private static byte[] piece(Random random) {
        byte[] bytes =
                PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
        byte[] piece = new byte[bytes.length + random.nextInt(100)];
        random.nextBytes(piece);
        System.arraycopy(bytes, 0, piece, 0, bytes.length);
        for (int flips = random.nextInt(4) - 1; flips > 0; flips--) {
            piece[random.nextInt(piece.length)] = (byte) random.nextInt();
        }
        return random.nextInt(3) == 0 ? bytes : piece;
    }
}
