// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

class MasscanNumbersTest {

    private final MasscanNumbers numbers = new MasscanNumbers();

    private Service judge(int number, String text) {
        return numbers.service(number, text.getBytes(US_ASCII));
    }

    @Test
    void takesNumbersOfAllVersionsAsTheyAre() {
        assertEquals(Service.UNKNOWN, judge(1, "x"));
        assertEquals(Service.SSH, judge(2, "SSH-1.99-x"));
        assertEquals(Service.X509, judge(15, "MIIB"));
    }

    @Test
    void knowsReleasesByTheirTitlesAndPages() {
        assertEquals(Service.TITLE, judge(16, "lab page"));
        assertEquals(Service.HTML, judge(17, "plain"));
        assertEquals(Service.NTP, judge(18, "<"));
        assertEquals(Service.HTTP_SERVER, judge(30, "nginx"));
        numbers.restart();
        assertEquals(Service.HTML, judge(17, "<html>"));
        assertEquals(Service.SAFE, judge(23, "x"));
        assertEquals(Service.VNC, judge(22, "RFB 003.008"));
    }

    @Test
    void knowsSourcesByCertificatesPagesAndHigherNumbers() {
        assertEquals(Service.X509_CA, judge(16, "MIIB"));
        assertEquals(Service.TITLE, judge(17, "a < b"));
        numbers.restart();
        assertEquals(Service.HTML, judge(18, "<html>"));
        assertEquals(Service.RDP, judge(30, "x"));
        numbers.restart();
        assertEquals(Service.HTTP_SERVER, judge(31, "nginx"));
        assertEquals(Service.NTP, judge(19, "x"));
    }

    @Test
    void judgesByTheTextUntilItIsSettled() {
        assertEquals(Service.TITLE, judge(17, "lab page"));
        assertEquals(Service.NTP, judge(18, "x"));
        assertEquals(Service.HTTP_SERVER, judge(31, "nginx"));
        assertEquals(Service.RDP, judge(30, "x"));
        assertEquals(Service.TITLE, judge(17, ""));
    }

    @Test
    void tellsServersNamesFromWordsOfRdp() {
        assertEquals(Service.HTTP_SERVER, judge(30, "nginx/1.22.1"));
        assertEquals(Service.HTML, judge(17, "plain"));
        numbers.restart();
        assertEquals(Service.RDP, judge(30, "NLA-supported"));
        assertEquals(Service.TITLE, judge(17, "<"));
    }

    @Test
    void startsAnewWithEveryFile() {
        judge(31, "nginx");
        numbers.restart();
        assertEquals(Service.TITLE, judge(16, ""));
    }
}
