// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.List;

/** Answers are those of PostgreSQL 15. */
class PostgresqlTest {

    private static final byte[] SCRAM =
            Recordings.hex(
                    """
                    52000000170000000a534352414d2d5348412d3235360000
                    """);

    private static final byte[] NO_ENTRY =
            Recordings.hex(
                    """
                    450000009753464154414c0056464154414c00433238303030004d6e6f2070675f6862612e636f6e
                    6620656e74727920666f7220686f737420223132372e302e302e31222c20757365722022736f6e64
                    65222c2064617461626173652022736f6e6465222c206e6f20656e6372797074696f6e0046617574
                    682e63004c3534340052436c69656e7441757468656e7469636174696f6e0000
                    """);

    private static final byte[] NO_SUCH_ROLE =
            Recordings.hex(
                    """
                    520000000800000000450000006153464154414c0056464154414c00433238303030004d726f6c65
                    2022736f6e64652220646f6573206e6f7420657869737400466d697363696e69742e63004c373638
                    0052496e697469616c697a6553657373696f6e5573657249640000
                    """);

    /** Some of the parameters left out. */
    private static final byte[] SESSION =
            Recordings.hex(
                    """
                    52000000080000000053000000166170706c69636174696f6e5f6e616d6500005300000032736572
                    7665725f76657273696f6e0031352e3138202844656269616e2031352e31382d302b646562313275
                    3129004b0000000c00002fb5bc078d335a0000000549
                    """);

    private static final String SSL_REQUEST = "\0\0\0\u0008\u0004\u00d2\u0016\u002f";
    private static final String TERMINATE = "X\0\0\0\u0004";

    private final Postgresql postgresql = new Postgresql();

    private FakeTalk talkOf(int reconnectsMax) {
        FakeTalk talk = new FakeTalk(postgresql);
        talk.reconnectsMax = reconnectsMax;
        return talk;
    }

    @Test
    void takesASingleLetterAsItsAnswerOnly() {
        assertEquals(SSL_REQUEST, Recordings.said(postgresql.hello(talkOf(0))));
        assertEquals(Match.YES, postgresql.matchAnswer(new byte[] {'S', 'S'}, 1));
        assertEquals(Match.YES, postgresql.matchAnswer(new byte[] {'N'}, 1));
        assertEquals(Match.NO, postgresql.match(new byte[] {'S'}, 1));
        assertEquals(Match.NO, postgresql.matchAnswer(new byte[] {'S', 'S', 'H'}, 3));
    }

    @Test
    void recognisesErrorsAndRequests() {
        Recordings.assertRecognised(postgresql, NO_ENTRY, 6);
        Recordings.assertRecognised(postgresql, SCRAM, 9);
        Recordings.assertRefusesText(postgresql);
        Recordings.assertRefused(postgresql, "ERROR");
        Recordings.assertRefused(postgresql, "RFB 003.008\n");
    }

    @Test
    void asksForALoginOnAnotherConnection() {
        FakeTalk talk = talkOf(1).receive("S").receiveByteByByte(SCRAM);
        assertEquals("tls=yes authentication=SCRAM-SHA-256", talk.reported(Service.POSTGRESQL));
        assertEquals(List.of(1), talk.reconnects);
        assertEquals(
                List.of("\0\0\0\u0023\0\u0003\0\0user\0sonde\0database\0sonde\0\0", TERMINATE),
                talk.said);
        assertTrue(talk.finished);
    }

    @Test
    void asksForALoginOnTheSameConnectionWhereThereIsNoTls() {
        FakeTalk talk = talkOf(0).receive("N").receive(NO_ENTRY);
        assertEquals(
                "tls=no severity=FATAL code=28000 message=\"no pg_hba.conf entry for host"
                        + " \\\"127.0.0.1\\\", user \\\"sonde\\\", database \\\"sonde\\\", no"
                        + " encryption\" file=auth.c line=544 routine=ClientAuthentication",
                talk.reported(Service.POSTGRESQL));
        assertTrue(talk.finished);
    }

    @Test
    void reportsThatAnybodyIsLetIn() {
        FakeTalk stranger = talkOf(1).receive("S").receiveByteByByte(NO_SUCH_ROLE);
        assertEquals(
                "tls=yes authentication=none severity=FATAL code=28000"
                        + " message=\"role \\\"sonde\\\" does not exist\" file=miscinit.c line=768"
                        + " routine=InitializeSessionUserId",
                stranger.reported(Service.POSTGRESQL));
        FakeTalk known = talkOf(1).receive("S").receiveByteByByte(SESSION);
        assertEquals(
                "tls=yes authentication=none version=\"15.18 (Debian 15.18-0+deb12u1)\"",
                known.reported(Service.POSTGRESQL));
    }

    @Test
    void saysWhatItKnowsWhenThereIsNoOtherConnection() {
        FakeTalk talk = talkOf(0).receive("S");
        assertEquals("tls=yes", talk.reported(Service.POSTGRESQL));
        assertTrue(talk.finished);
    }

    @Test
    void goesOnWithTlsWhereItMayGoDeep() {
        FakeTalk talk = talkOf(2);
        talk.options.deep = true;
        talk.receive("S").receive(SCRAM).receive("S");
        assertEquals(List.of(1, 3), talk.reconnects);
        assertEquals(SSL_REQUEST, talk.said.getLast());
        assertTrue(talk.tlsStarted);
    }
}
