// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Redis and memcached against what Redis 7.0.15 and memcached 1.6.18 send. */
class StoreTest {

    private static final String INFO = "# Server\r\nredis_version:7.0.15\r\nos:Linux\r\n";
    private static final String BULK = "$" + INFO.length() + "\r\n" + INFO + "\r\n";
    private static final String REPROACH = "-ERR wrong number of arguments for 'get' command\r\n";

    private final FakeTalk redis = new FakeTalk(new Redis());
    private final FakeTalk memcached = new FakeTalk(new Memcached());

    @Test
    void redisReportsInfo() {
        assertEquals("PING\r\n", hello(new Redis(), redis));
        redis.receive("+PONG\r\n").receive(BULK);
        assertEquals(List.of("INFO server\r\n"), redis.said);
        assertEquals(List.of(new FakeTalk.Report(Service.REDIS, INFO.strip())), redis.reports);
        assertTrue(redis.finished);
    }

    @Test
    void redisThatWantsAPasswordIsReported() {
        redis.receive("-NOAUTH Authentication required.\r\n");
        assertEquals("-NOAUTH Authentication required.", redis.reported(Service.REDIS));
        assertEquals(List.of(), redis.said);
        assertTrue(redis.finished);
    }

    @Test
    void redisThatHeardHttpIsAskedOnAnotherConnection() {
        redis.reconnectsMax = 1;
        redis.receive(REPROACH).end();
        assertFalse(redis.isOver());
        redis.receive(BULK);
        assertEquals(List.of("INFO server\r\n", "INFO server\r\n"), redis.said);
        assertEquals(
                List.of(
                        new FakeTalk.Report(Service.REDIS, REPROACH.strip()),
                        new FakeTalk.Report(Service.REDIS, INFO.strip())),
                redis.reports);
    }

    @Test
    void redisThatOnlyPongsIsReported() {
        redis.receive("+PONG\r\n").receive("-ERR unknown command 'INFO'\r\n").end();
        assertEquals(List.of(new FakeTalk.Report(Service.REDIS, "+PONG")), redis.reports);
    }

    @Test
    void memcachedReportsStats() {
        assertEquals("stats\r\n", hello(new Memcached(), memcached));
        String stats = "STAT pid 9476\r\nSTAT uptime 19\r\nSTAT version 1.6.18\r\nEND";
        memcached.receive(stats + "\r\n");
        assertEquals(stats, memcached.reported(Service.MEMCACHED));
        assertTrue(memcached.finished);
    }

    @Test
    void memcachedThatHeardHttpIsAskedForItsVersion() {
        memcached.receive("ERROR\r\nERROR\r\n").receive("VERSION 1.6.18\r\n");
        assertEquals(List.of("\r\nversion\r\n"), memcached.said);
        assertTrue(memcached.reported(Service.MEMCACHED).endsWith("VERSION 1.6.18"));
        assertTrue(memcached.finished);
    }

    private static String hello(BannerProtocol protocol, FakeTalk talk) {
        return new String(protocol.hello(talk), StandardCharsets.ISO_8859_1);
    }
}
