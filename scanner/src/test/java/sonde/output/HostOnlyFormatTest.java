// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class HostOnlyFormatTest {

    @Test
    void writesTheAddress() {
        assertEquals("198.18.0.2\n", Records.text(OutputFormat.HOST_ONLY, Records.PLAIN));
        assertEquals("2001:db8::2\n", Records.text(OutputFormat.HOST_ONLY, Records.FILTERED));
    }

    @Test
    void writesEachAddressOnce() {
        assertEquals(
                "198.18.0.2\n2001:db8::2\n0.0.0.0\n",
                Records.document(
                        OutputFormat.HOST_ONLY,
                        List.of(
                                Records.PLAIN,
                                Records.BANNER,
                                Records.FILTERED,
                                Records.NEIGHBOUR,
                                Records.LEAST,
                                Records.FILTERED)));
    }

    @Test
    void leavesOutWhatItRecalls() {
        HostOnlyFormat format = new HostOnlyFormat();
        format.recall("198.18.0.2");
        format.recall("no address");
        format.recall("");
        assertEquals("", Records.text(format, Records.PLAIN));
        assertEquals("2001:db8::2\n", Records.text(format, Records.FILTERED));
    }
}
