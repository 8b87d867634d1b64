// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.util.Arrays;

class DnsTest {

    /** BIND 9.18. */
    private static final byte[] ANSWER =
            Recordings.hex(
                    """
                    0051534f840000010001000100000776657273696f6e0462696e640000100003c00c001000030000
                    0000001918392e31382e34392d317e646562313275332d44656269616ec00c000200030000000000
                    02c00c
                    """);

    private final Dns dns = new Dns();

    private static byte[] withRcode(int rcode) {
        byte[] header = new ByteWriter().u16(0x534F).u16(0x8000 | rcode).zeros(8).toBytes();
        return new ByteWriter().u16(header.length).bytes(header).toBytes();
    }

    @Test
    void asksForTheVersion() {
        byte[] hello = dns.hello(new FakeTalk(dns));
        byte[] expected =
                Recordings.hex("001e534f000000010000000000000776657273696f6e0462696e640000100003");
        assertEquals(Recordings.said(expected), Recordings.said(hello));
    }

    @Test
    void recognisesAnswersToItsQuestionOnly() {
        Recordings.assertRecognised(dns, ANSWER, 6);
        Recordings.assertRefusesText(dns);
        byte[] question = dns.hello(new FakeTalk(dns));
        assertEquals(Match.NO, dns.match(question, question.length));
    }

    @Test
    void reportsTheVersionHoweverItArrives() {
        FakeTalk whole = new FakeTalk(dns).receive(ANSWER);
        FakeTalk pieces = new FakeTalk(dns).receiveByteByByte(ANSWER);
        assertEquals("9.18.49-1~deb12u3-Debian", whole.reported(Service.DNS_VERSION));
        assertEquals(whole.reports, pieces.reports);
    }

    @Test
    void reportsRefusalsInWords() {
        FakeTalk refused = new FakeTalk(dns).receive(withRcode(5));
        assertEquals("REFUSED", refused.reported(Service.DNS_VERSION));
        FakeTalk strange = new FakeTalk(dns).receive(withRcode(15));
        assertEquals("rcode 15", strange.reported(Service.DNS_VERSION));
    }

    @Test
    void readsNoFurtherThanTheAnswerReaches() {
        for (int length = 6; length < ANSWER.length; length++) {
            byte[] cut = Arrays.copyOf(ANSWER, length);
            assertEquals(1, new FakeTalk(dns).receive(cut).end().reports.size());
        }
    }
}
