// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.record.Banner;
import sonde.record.Service;

import java.util.List;
import java.util.stream.Stream;

/** The registry of readers of datagrams: one line a protocol. Any thread. */
public final class DatagramReaders {

    /** All of them; earlier ones come first where several would read the same bytes. */
    static final List<DatagramReader> ALL =
            List.of(
                    new DnsReader(),
                    new MulticastDnsReader(),
                    new NtpReader(),
                    new SnmpReader(),
                    new NetbiosReader(),
                    new TftpReader(),
                    new RpcReader(),
                    new KerberosReader(),
                    new CldapReader(),
                    new QuicReader(),
                    new DtlsReader(),
                    new IkeReader(),
                    new SsdpReader(),
                    new SipReader(),
                    new StunReader(),
                    new CoapReader(),
                    new MemcachedReader(),
                    new OpenvpnReader(),
                    new L2tpReader(),
                    new RadiusReader(),
                    new RipReader(),
                    new XdmcpReader(),
                    new IpmiReader(),
                    new MssqlReader(),
                    new Quake3Reader(),
                    new SourceReader(),
                    new BacnetReader(),
                    new BedrockReader(),
                    new EthernetIpReader(),
                    new SlpReader());

    /** The payload that says nothing of the protocol. */
    private static final String DEFAULT_NAME = "default";

    private DatagramReaders() {}

    /**
     * Reads an answer.
     *
     * @param payloadName what was sent, as {@code UdpPayload.name()} says
     * @param port the target's port
     * @param answer the whole datagram, up to 65,535 bytes; is not changed
     * @return one banner or more; one of {@link Service#UNKNOWN} with the answer itself if nobody
     *     can read it and no payload of a known protocol was sent
     */
    public static List<Banner> read(String payloadName, int port, byte[] answer) {
        Findings findings = new Findings();
        Stream<DatagramReader> own = ALL.stream().filter(each -> isOf(each, payloadName));
        Stream<DatagramReader> others =
                ALL.stream().filter(each -> !isOf(each, payloadName) && each.isSure());
        boolean isRead = Stream.concat(own, others).anyMatch(each -> each.read(answer, findings));
        if (!isRead) {
            addRaw(payloadName, port, answer, findings);
        }
        return findings.banners();
    }

    /**
     * The same, and first of all one of {@link Service#UNKNOWN} with the answer itself, whoever can
     * read it.
     */
    public static List<Banner> readRaw(String payloadName, int port, byte[] answer) {
        Findings raw = new Findings();
        raw.add(Service.UNKNOWN, answer.clone());
        List<Banner> read = read(payloadName, port, answer);
        Stream<Banner> others = read.stream().filter(banner -> banner.service() != Service.UNKNOWN);
        return Stream.concat(raw.banners().stream(), others).toList();
    }

    /**
     * Has the JVM load what reads answers. The first answer would do so otherwise, and a receive
     * ring overflow meanwhile: it takes a tenth of a second and more.
     */
    public static void prepare() {
        byte[] nothing = new byte[Long.BYTES];
        for (DatagramReader reader : ALL) {
            reader.payloads().forEach(name -> read(name, 0, nothing));
        }
    }

    private static boolean isOf(DatagramReader reader, String payloadName) {
        return reader.payloads().contains(payloadName);
    }

    /** An entry of the payload file is enough: what no class reads is shown as it came. */
    private static void addRaw(String payloadName, int port, byte[] answer, Findings findings) {
        boolean isNamed =
                port != 0
                        && !payloadName.equals(DEFAULT_NAME)
                        && ALL.stream().noneMatch(each -> isOf(each, payloadName));
        if (isNamed) {
            findings.add(Service.DATAGRAM, GenericText.of(payloadName, answer));
        } else {
            findings.add(Service.UNKNOWN, answer.clone());
        }
    }
}
