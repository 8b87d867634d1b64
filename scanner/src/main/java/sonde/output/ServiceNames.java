// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.record.ScanRecord;

import java.util.Arrays;
import java.util.Scanner;

/**
 * What usually runs on a port, by number alone: what masscan and nmap print in that place, whatever
 * is really there. A table of our own and not the host's {@code /etc/services}, so that the same
 * scan gives the same file everywhere. Names are IANA's (Service Name and Transport Protocol Port
 * Number Registry) or, as in {@code domain} or {@code sunrpc}, the old ones that Unix kept.
 */
final class ServiceNames {

    private static final byte[] UNKNOWN = Words.ascii("unknown");

    private static final byte[][] TCP =
            table(
                    """
                    7 echo 9 discard 13 daytime 17 qotd 19 chargen 20 ftp-data 21 ftp 22 ssh
                    23 telnet 25 smtp 37 time 43 whois 49 tacacs 53 domain 70 gopher 79 finger
                    80 http 88 kerberos 102 iso-tsap 110 pop3 111 sunrpc 113 auth 119 nntp 123 ntp
                    135 epmap 139 netbios-ssn 143 imap2 161 snmp 179 bgp 194 irc 264 bgmp
                    389 ldap 427 svrloc 443 https 444 snpp 445 microsoft-ds 464 kpasswd
                    465 submissions 502 mbap 512 exec 513 login 514 shell 515 printer 540 uucp
                    543 klogin 544 kshell 548 afpovertcp 554 rtsp 563 nntps 587 submission
                    593 http-rpc-epmap 623 oob-ws-http 631 ipp 636 ldaps 646 ldp 853 domain-s
                    860 iscsi 873 rsync 989 ftps-data 990 ftps 992 telnets 993 imaps 995 pop3s
                    1080 socks 1099 rmiregistry 1194 openvpn 1352 lotusnote 1433 ms-sql-s
                    1521 ncube-lm 1720 h323hostcall 1723 pptp 1883 mqtt 2049 nfs 2083 radsec
                    2181 eforward 2375 docker 2376 docker-s 2379 etcd-client 2380 etcd-server
                    2404 iec-104 2628 dict 3128 ndl-aas 3205 isns 3260 iscsi-target 3268 msft-gc
                    3269 msft-gc-ssl 3306 mysql 3389 ms-wbt-server 3478 nat-stun-port 3632 distcc
                    3690 svn 4369 epmd 4786 smart-install 5060 sip 5061 sips 5222 xmpp-client
                    5269 xmpp-server 5349 stuns 5432 postgresql 5555 personal-agent 5666 nrpe
                    5671 amqps 5672 amqp 5683 coap 5900 rfb 5938 teamviewer 5984 couchdb
                    5985 wsman 5986 wsmans 6000 x11 6379 redis 6443 sun-sr-https 6514 syslog-tls
                    6667 ircd 6697 ircs-u 7001 afs3-callback 7547 cwmp 8000 irdmi 8008 http-alt
                    8009 ajp13 8080 http-alt 8140 puppet 8443 pcsync-https 8883 secure-mqtt
                    9042 cassandra 9090 websm 9100 hp-pdl-datastr 9200 wap-wsp 9418 git
                    10000 webmin 10050 zabbix-agent 10051 zabbix-trapper 11211 memcache
                    20000 dnp 25565 minecraft 27017 mongodb 44818 ethernet-ip-2 47808 bacnet
                    """);

    private static final byte[][] UDP =
            table(
                    """
                    7 echo 9 discard 13 daytime 17 qotd 19 chargen 37 time 49 tacacs 53 domain
                    67 bootps 68 bootpc 69 tftp 88 kerberos 111 sunrpc 123 ntp 135 epmap
                    137 netbios-ns 138 netbios-dgm 161 snmp 162 snmp-trap 177 xdmcp 389 ldap
                    427 svrloc 443 https 500 isakmp 514 syslog 520 route 623 asf-rmcp 631 ipp
                    853 domain-s 1194 openvpn 1433 ms-sql-s 1434 ms-sql-m 1645 datametrics
                    1646 sa-msg-port 1701 l2tp 1812 radius 1813 radius-acct 1900 ssdp 2049 nfs
                    2152 gtp-u 3389 ms-wbt-server 3478 nat-stun-port 3702 ws-discovery
                    4500 ipsec-nat-t 5060 sip 5353 mdns 5683 coap 11211 memcache
                    44818 ethernet-ip-2 47808 bacnet
                    """);

    private ServiceNames() {}

    /** From numbers and names in turn, sorted by number. */
    private static byte[][] table(String text) {
        int last = 0;
        byte[][] names = new byte[1 << Character.SIZE][];
        try (Scanner words = new Scanner(text)) {
            while (words.hasNext()) {
                int port = words.nextInt();
                assert port > last : "port " + port + " is out of order";
                last = port;
                names[port] = Words.ascii(words.next());
            }
        }
        return Arrays.copyOf(names, last + 1);
    }

    /**
     * The name for a record's port: {@code unknown} where the port has none, and the protocol's own
     * word where ports are not for services.
     */
    static byte[] of(ScanRecord record) {
        return switch (record.protocol()) {
            case TCP -> find(TCP, record.port());
            case UDP -> find(UDP, record.port());
            case SCTP, ICMP, ICMPV6, ARP, IP -> Words.protocol(record.protocol());
        };
    }

    private static byte[] find(byte[][] names, int port) {
        byte[] name = port < names.length ? names[port] : null;
        return name == null ? UNKNOWN : name;
    }
}
