// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static sonde.output.filter.FilterRecords.APACHE;
import static sonde.output.filter.FilterRecords.ARP;
import static sonde.output.filter.FilterRecords.CLOSED;
import static sonde.output.filter.FilterRecords.HTTP;
import static sonde.output.filter.FilterRecords.ICMP;
import static sonde.output.filter.FilterRecords.IPV6;
import static sonde.output.filter.FilterRecords.OPEN;
import static sonde.output.filter.FilterRecords.SSH;

import org.junit.jupiter.api.Test;

import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.util.List;

class RecordFilterTest {

    private static void passes(String expression, ScanRecord... records)
            throws FilterSyntaxException {
        RecordFilter filter = RecordFilter.parse(expression);
        List<ScanRecord> passed = FilterRecords.ALL.stream().filter(filter).toList();
        assertEquals(List.of(records), passed, expression);
        assertEquals(0, filter.undecidedCount());
    }

    @Test
    void comparesNumbers() throws FilterSyntaxException {
        passes("port == 443", OPEN);
        passes("port==22&&proto==tcp", ICMP, SSH);
        passes("port != 8080 && port > 79", OPEN, HTTP);
        passes("port < 53", ICMP, ARP, SSH);
        passes("port <= 53 and port >= 53", IPV6);
        passes("port in 20-30,443", OPEN, ICMP, SSH);
        passes("port in (443, 53, 50-60, 55-58)", OPEN, IPV6);
        passes("port not in 0-1000", CLOSED, APACHE);
        passes("ttl >= 128", CLOSED, ICMP);
        passes("timestamp < 1795465782", ICMP);
    }

    @Test
    void comparesAddresses() throws FilterSyntaxException {
        passes("ip == 198.18.0.9", ICMP);
        passes("ip == 2001:0db8:0::7", IPV6);
        passes("ip in 2001:db8::/32,198.18.0.100-198.18.0.200", CLOSED, IPV6);
        passes("ip > 198.18.0.9", CLOSED, IPV6);
        passes("ip <= 198.18.0.1", ARP);
        passes("from in 198.18.1.0/24", ICMP);
        passes("from < 255.255.255.255", ICMP);
    }

    @Test
    void comparesWords() throws FilterSyntaxException {
        passes("service == HTTP", HTTP, APACHE);
        passes("service == \"http\"", HTTP, APACHE);
        passes("service in ssh,ftp", SSH);
        passes("service ~ tt", HTTP, APACHE);
        passes("service =~ '^s'", SSH);
        passes("status == closed or status == 'filtered'", CLOSED, ICMP);
        passes("proto in udp, arp", IPV6, ARP);
        passes("recognized == tls", APACHE);
    }

    @Test
    void comparesText() throws FilterSyntaxException {
        passes("reason == 'admin-prohibited'", ICMP);
        passes("icmp == 3/13", ICMP);
        passes("icmp in 3/1,3/13", ICMP);
        passes("mac == 00-00-0C-00-53-01", ARP);
        passes("mac ~ 00:00:0c", ARP);
        passes("vendor ~ Cisco", ARP);
        passes("banner ~ nginx", HTTP);
        passes("banner ~ '\\r\\nServer'", HTTP);
        passes("banner ~ \"\\x00\\xff\"", APACHE);
        passes("banner ~ \"\\0\"", APACHE);
        passes("banner == 'SSH-2.0-OpenSSH_6.6'", SSH);
        passes("banner =~ '^SSH-2\\.0-OpenSSH_[1-6]\\.'", SSH);
        passes("banner =~ '(?i)server: (apache|nginx)'", HTTP, APACHE);
    }

    @Test
    void missingFieldsAreNeverEqual() throws FilterSyntaxException {
        passes("service != http", OPEN, CLOSED, IPV6, ICMP, ARP, SSH);
        passes("service && service != http", SSH);
        passes("banner", HTTP, APACHE, SSH);
        passes("!banner && port == 443", OPEN);
        passes("rtt_us < 1500 or rtt_us > 1500 or rtt_us in 0-9999999", OPEN, CLOSED, IPV6);
        passes("rtt_us != 1500", ICMP, ARP, HTTP, APACHE, SSH);
        passes("from != 198.18.1.1 and port == 22", SSH);
        passes("from", ICMP);
        passes("not reason", HTTP, APACHE, SSH);
    }

    @Test
    void andBindsTighterThanOr() throws FilterSyntaxException {
        passes("port == 443 or port == 22 and banner", OPEN, SSH);
        passes("(port == 443 or port == 22) and !banner", OPEN, ICMP);
        passes("not port == 443 and not (banner or status == open)", CLOSED, ICMP, ARP);
        passes("!!(port == 443)", OPEN);
        passes("PORT == 443 AND NOT service IN http", OPEN);
    }

    @Test
    void passesWhatItCannotDecideInTime() throws FilterSyntaxException {
        ScanRecord hostile =
                FilterRecords.said(80, Service.HTTP, Recognition.ANSWER, "a".repeat(4000) + "!");
        RecordFilter filter = RecordFilter.parse("banner =~ '(a|aa)+$' && port == 81");
        assertTrue(filter.test(hostile));
        assertEquals(1, filter.undecidedCount());
        assertFalse(filter.test(OPEN));
    }

    @Test
    void saysWhereAndWhatToDo() {
        refuses("", 1, "no field; there are ip, port,");
        refuses("prot == 80", 1, "'prot': no field");
        refuses("port = 80", 6, "write ==");
        refuses("port == 80 & ip", 12, "write &&");
        refuses("port === 80", 8, "write ==");
        refuses("port == http", 9, "no number");
        refuses("port == 80-90", 9, "a range stands behind 'in'");
        refuses("port in 90-80", 9, "backwards");
        refuses("port == 65536", 9, "more than the field can be; write numbers up to 65535");
        refuses("port in 1-99999", 9, "numbers up to 65535");
        refuses("ttl > 256", 7, "numbers up to 255");
        refuses("timestamp > 2026-01-01", 13, "no number");
        refuses("port in 80,", 12, "the end: a value is missing");
        refuses("port 80", 6, "no operator; there are ==");
        refuses("port ~ 80", 6, "this is a number");
        refuses("ip ~ 10", 4, "this is an address");
        refuses("ip == 198.18.0.0/24", 7, "more than one address");
        refuses("ip == example.com", 7, "no address");
        refuses("ip in ''", 7, "no address");
        refuses("service == htp", 12, "no service; there are none, unknown, ssh");
        refuses("status < open", 8, "words have no order");
        refuses("banner > 'a'", 8, "text has no order");
        refuses("banner == 'a", 11, "the string has no end");
        refuses("banner == 'a\\q'", 13, "no escape");
        refuses("banner == '\\x4'", 12, "two hexadecimal digits");
        refuses("banner =~ '('", 11, "no regular expression");
        refuses("banner =~ '\u00e9'", 11, "write what is not ASCII");
        refuses("(port == 80", 12, "')' is missing for the '(' at column 1");
        refuses("port == 80 ip == 1.2.3.4", 12, "&& or || is missing");
        refuses("port not 80", 10, "'in' follows 'not'");
        refuses("(".repeat(200) + "port", 101, "nested more than 100 deep");
        refuses("x".repeat(70_000), 65_537, "at most 65536 characters");
    }

    private static void refuses(String expression, int column, String what) {
        FilterSyntaxException refused =
                assertThrows(
                        FilterSyntaxException.class,
                        () -> RecordFilter.parse(expression),
                        expression);
        String message = String.valueOf(refused.getMessage());
        assertEquals(column, refused.column(), message);
        assertTrue(message.contains(what), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void pointsAtThePlace() {
        String expression = "status == open && prot == 80";
        FilterSyntaxException refused =
                assertThrows(FilterSyntaxException.class, () -> RecordFilter.parse(expression));
        assertEquals(expression + "\n" + " ".repeat(18) + "^", refused.caret());
    }

    @Test
    void manyPartsNeedNoStack() throws FilterSyntaxException {
        String expression = "port == 1 || ".repeat(5000) + "port == 443";
        passes(expression, OPEN);
    }
}
