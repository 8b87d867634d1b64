// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.Arrays;

class MysqlTest {

    /** MariaDB 10.11. */
    private static final byte[] GREETING =
            Recordings.hex(
                    """
                    640000000a352e352e352d31302e31312e31392d4d6172696144422d302b64656231327531000300
                    000075395a3a4f617b6400fef7080200ff81150000000000001d000000654c2e3e30737368305231
                    3a006d7973716c5f6e61746976655f70617373776f726400
                    """);

    /** MariaDB 10.11, to a host without rights. */
    private static final byte[] ERROR =
            Recordings.hex(
                    """
                    44000000ff6a04486f737420273132372e302e302e3227206973206e6f7420616c6c6f7765642074
                    6f20636f6e6e65637420746f2074686973204d61726961444220736572766572
                    """);

    /** Where the bit for TLS stands in {@link #GREETING}. */
    private static final int CAPABILITIES = 52;

    private final Mysql mysql = new Mysql();

    @Test
    void recognisesGreetingsAndErrors() {
        Recordings.assertRecognised(mysql, GREETING, 6);
        Recordings.assertRecognised(mysql, ERROR, 7);
        Recordings.assertRefusesText(mysql);
    }

    @Test
    void reportsTheGreetingHoweverItArrives() {
        FakeTalk whole = new FakeTalk(mysql).receive(GREETING);
        assertEquals(
                "version=5.5.5-10.11.19-MariaDB-0+deb12u1 protocol=10 capabilities=0x81fff7fe"
                        + " tls=no authentication=mysql_native_password",
                whole.reported(Service.MYSQL));
        assertTrue(whole.finished);
        assertEquals(whole.reports, new FakeTalk(mysql).receiveByteByByte(GREETING).reports);
    }

    @Test
    void reportsErrors() {
        FakeTalk talk = new FakeTalk(mysql).receive(ERROR);
        assertEquals(
                "error=1130 message=\"Host '127.0.0.2' is not allowed to connect to this MariaDB"
                        + " server\"",
                talk.reported(Service.MYSQL));
    }

    @Test
    void asksForTlsWhereItMayGoDeep() {
        byte[] greeting = GREETING.clone();
        greeting[CAPABILITIES] |= 0x08;
        FakeTalk talk = new FakeTalk(mysql);
        talk.options.deep = true;
        talk.receive(greeting);
        assertTrue(talk.tlsStarted);
        assertEquals(36, talk.said.getFirst().length());
        assertTrue(talk.reports.getFirst().text().contains("tls=yes"));
    }

    @Test
    void reportsWhatThereIsOfACutGreeting() {
        FakeTalk talk = new FakeTalk(mysql).receive(Arrays.copyOf(GREETING, 20)).end();
        assertTrue(talk.reports.getFirst().text().startsWith("version=5.5.5-10.11.19- "));
    }
}
