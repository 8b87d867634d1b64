// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.Banner;
import sonde.record.ScanRecord;

/**
 * The values of a record in the order of both JSON formats, with each format's own text around
 * them. None of the values needs escaping, banners apart: numbers, addresses and words of ours.
 */
final class JsonRecord {

    private final byte[] ip;
    private final byte[] timestamp;
    private final byte[] port;
    private final byte[] protocol;
    private final byte[] status;
    private final byte[] reason;
    private final byte[] ttl;
    private final JsonEvidence evidence;
    private final byte[] end;
    private final byte[] service;
    private final byte[] text;
    private final byte[] recognition;
    private final byte[] bannerEnd;

    /**
     * Takes the text before each value, and the text that ends the line: first for all records,
     * then for those with a banner in place of a status.
     *
     * @param evidence what not every record has, behind the time to live
     */
    JsonRecord(
            String ip,
            String timestamp,
            String port,
            String protocol,
            String status,
            String reason,
            String ttl,
            JsonEvidence evidence,
            String end,
            String service,
            String text,
            String recognition,
            String bannerEnd) {
        this.ip = Words.ascii(ip);
        this.timestamp = Words.ascii(timestamp);
        this.port = Words.ascii(port);
        this.protocol = Words.ascii(protocol);
        this.status = Words.ascii(status);
        this.reason = Words.ascii(reason);
        this.ttl = Words.ascii(ttl);
        this.evidence = evidence;
        this.end = Words.ascii(end);
        this.service = Words.ascii(service);
        this.text = Words.ascii(text);
        this.recognition = Words.ascii(recognition);
        this.bannerEnd = Words.ascii(bannerEnd);
    }

    void put(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(ip);
        buffer.putAddress(record.address());
        buffer.put(timestamp);
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        buffer.put(port);
        buffer.putDecimal(record.port());
        buffer.put(protocol);
        buffer.put(Words.protocol(record.protocol()));
        Banner banner = record.banner();
        if (banner != null) {
            put(banner, buffer);
            return;
        }
        buffer.put(status);
        buffer.put(Words.status(record.status()));
        buffer.put(reason);
        buffer.put(Reasons.of(record));
        buffer.put(ttl);
        buffer.putDecimal(record.ttl());
        evidence.put(record.evidence(), buffer);
        buffer.put(end);
    }

    private void put(Banner banner, AsciiBuffer buffer) {
        buffer.put(service);
        buffer.put(Words.service(banner.service()));
        buffer.put(text);
        BannerText.putJson(banner, buffer);
        buffer.put(recognition);
        buffer.put(Words.recognition(banner.recognition()));
        buffer.put(bannerEnd);
    }
}
