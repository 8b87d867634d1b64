// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import sonde.wire.IpAddress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

class TargetParserFuzzTest {

    /**
     * Any bytes are a list of targets or an error that is safe to print, however they trickle in.
     */
    @FuzzTest
    void readsOrRefuses(FuzzedDataProvider data) throws TargetSyntaxException, IOException {
        int chunk = data.consumeInt(1, 40);
        byte[] bytes = data.consumeRemainingAsBytes();
        String whole = outcome(new ByteArrayInputStream(bytes));
        assertEquals(whole, outcome(new TrickleStream(bytes, chunk)));
        AddressSet.Builder again = AddressSet.builder();
        if (!whole.startsWith("error")) {
            new TargetParser(again, null).parse(whole, "again");
            assertEquals(whole, again.build().toString());
        }
    }

    private static List<IpAddress> addressesOf(String name) {
        return List.of(IpAddress.ofIpv4(name.hashCode()), new IpAddress(-1, name.hashCode()));
    }

    private static String outcome(InputStream in) throws IOException {
        AddressSet.Builder addresses = AddressSet.builder();
        try {
            new TargetParser(addresses, TargetParserFuzzTest::addressesOf).parse(in, "fuzz");
        } catch (TargetSyntaxException e) {
            FuzzChecks.assertPrintable(e);
            return "error " + e.getMessage();
        }
        return addresses.build().toString();
    }
}
