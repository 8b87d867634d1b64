// SPDX-License-Identifier: Apache-2.0
package sonde.record;

/**
 * What a banner is of: the labels of masscan with its numbers (those of its binary files), so that
 * scripts go on working, and behind them Sonde's own, from 1000 on.
 */
public enum Service {
    NONE("none", 0),
    UNKNOWN("unknown", 1),
    SSH("ssh", 3),
    HTTP("http", 4),
    FTP("ftp", 5),
    DNS_VERSION("dns-ver", 6),
    SNMP("snmp", 7),
    NBTSTAT("nbtstat", 8),
    SSL("ssl", 9),
    SMB("smb", 10),
    SMTP("smtp", 11),
    POP("pop", 12),
    IMAP("imap", 13),
    X509("X509", 15),
    X509_CA("X509CA", 16),
    TITLE("title", 17),
    HTML("html", 18),
    NTP("ntp", 19),
    VULNERABLE("vuln", 20),
    HEARTBLEED("heartbleed", 21),
    TICKETBLEED("ticketbleed", 22),
    SAFE("safe", 24),
    MEMCACHED("memcached", 25),
    COAP("coap", 28),
    TELNET("telnet", 29),
    RDP("rdp", 30),
    HTTP_SERVER("http.server", 31),
    MINECRAFT("minecraft", 32),
    VNC("vnc", 33),
    VNC_INFO("vnc-info", 34),
    ISAKMP("isakmp", 35),
    ERROR("error", 36),
    REDIS("redis", 1000),
    MYSQL("mysql", 1001),
    POSTGRESQL("postgresql", 1002),
    MONGODB("mongodb", 1003),
    MQTT("mqtt", 1004),
    AMQP("amqp", 1005),
    LDAP("ldap", 1006),
    SIP("sip", 1007),
    RTSP("rtsp", 1008),
    /** TLS fingerprint of a server's choices over ten hellos. */
    JARM("jarm", 1009),
    /** TLS fingerprint of one ServerHello. */
    JA4S("ja4s", 1010),
    /** The key exchange algorithms an SSH server offers. */
    SSH_KEX("ssh-kex", 1011),
    /** What a user's nmap service probes say. */
    NMAP("nmap", 1012),
    DNS("dns", 1013),
    MDNS("mdns", 1014),
    TFTP("tftp", 1015),
    RPC("rpc", 1016),
    KERBEROS("kerberos", 1017),
    QUIC("quic", 1018),
    DTLS("dtls", 1019),
    SSDP("ssdp", 1020),
    STUN("stun", 1021),
    OPENVPN("openvpn", 1022),
    L2TP("l2tp", 1023),
    RADIUS("radius", 1024),
    RIP("rip", 1025),
    XDMCP("xdmcp", 1026),
    IPMI("ipmi", 1027),
    MSSQL("mssql", 1028),
    QUAKE3("quake3", 1029),
    A2S("a2s", 1030),
    BACNET("bacnet", 1031),
    ETHERNET_IP("ethernet-ip", 1032),
    SLP("slp", 1033),
    /** The answer to a UDP payload that has a name and no reader; the text begins with the name. */
    DATAGRAM("datagram", 1034),
    /** A network in which every address answers. */
    ALIAS("alias", 1035);

    private final String label;
    private final int number;

    Service(String label, int number) {
        this.label = label;
        this.number = number;
    }

    /** The word used in every output format. */
    public String label() {
        return label;
    }

    /** The number in masscan's binary files, 0 to 65535. */
    public int number() {
        return number;
    }
}
