// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

class ReportFilterTest {

    private static final ScanRecord PLAIN_80 = record(80, null);
    private static final ScanRecord PLAIN_22 = record(22, null);
    private static final ScanRecord SSH_22 = record(22, Service.SSH);
    private static final ScanRecord HTTP_22 = record(22, Service.HTTP);
    private static final ScanRecord SSH_80 = record(80, Service.SSH);
    private static final List<ScanRecord> ALL =
            List.of(PLAIN_80, PLAIN_22, SSH_22, HTTP_22, SSH_80);

    private final ScanOptions options = new ScanOptions();

    private static ScanRecord record(int port, @Nullable Service service) {
        return new ScanRecord(
                1,
                IpAddress.ofIpv4(Wiring.FIRST),
                Protocol.TCP,
                port,
                Status.OPEN,
                Evidence.tcp(0x12, 57, 1),
                service == null
                        ? null
                        : new Banner(service, Recognition.GREETING, new byte[] {'x'}));
    }

    private List<ScanRecord> written() throws ScanException {
        Predicate<ScanRecord> filter = ReportFilter.of(options);
        return ALL.stream().filter(filter).toList();
    }

    @Test
    void withoutWishesAllIsWritten() throws ScanException {
        assertEquals(ALL, written());
    }

    @Test
    void servicesChooseBannersAndLeavePorts() throws ScanException {
        options.bannerTypes = Set.of(Service.SSH);
        assertEquals(List.of(PLAIN_80, PLAIN_22, SSH_22, SSH_80), written());
    }

    @Test
    void anExpressionChooses() throws ScanException {
        options.filter = "port == 22";
        assertEquals(List.of(PLAIN_22, SSH_22, HTTP_22), written());
    }

    @Test
    void bothMustAgree() throws ScanException {
        options.filter = "port == 22";
        options.bannerTypes = Set.of(Service.SSH);
        assertEquals(List.of(PLAIN_22, SSH_22), written());
    }

    @Test
    void whatIsNoExpressionIsTheUsersMistake() {
        options.filter = "port ==";
        ScanException failure = assertThrows(ScanException.class, this::written);
        assertEquals(ScanException.Cause.INPUT, failure.reason());
    }
}
