// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are read by any protocol without exception, to an end, in whatever pieces. */
class BannerFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void readsAnything(FuzzedDataProvider data) {
        BannerProtocol protocol = data.pickValue(Protocols.ALL);
        boolean deep = data.consumeBoolean();
        boolean capture = data.consumeBoolean();
        int reconnectsMax = data.consumeInt(0, 2);
        byte[] input = data.consumeRemainingAsBytes();
        if (input.length > 0) {
            assertNotNull(protocol.match(input, input.length));
        }
        FakeTalk whole = talk(protocol, deep, capture, reconnectsMax).receive(input).end().end();
        FakeTalk bytes =
                talk(protocol, deep, capture, reconnectsMax).receiveByteByByte(input).end().end();
        assertTrue(whole.isOver() || whole.reconnects.size() == 2);
        assertEquals(whole.reports, bytes.reports);
    }

    private static FakeTalk talk(
            BannerProtocol protocol, boolean deep, boolean capture, int reconnectsMax) {
        FakeTalk talk = new FakeTalk(protocol);
        talk.options.deep = deep;
        talk.reconnectsMax = reconnectsMax;
        if (capture) {
            talk.options.captures.add(BannerOptions.Capture.HTML);
        }
        return talk;
    }
}
