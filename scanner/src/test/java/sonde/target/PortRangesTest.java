// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

class PortRangesTest {

    private static final long SEED = 0x5EED_0005L;

    private static PortRanges fromModel(BitSet model) {
        PortRanges.Builder builder = PortRanges.builder();
        model.stream().forEach(port -> builder.add(port, port));
        return builder.build();
    }

    static BitSet randomModel(SplittableRandom random) {
        BitSet model = new BitSet();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            int first = random.nextInt(65_536);
            model.set(
                    first,
                    Math.min(65_536, first + 1 + random.nextInt(1 << random.nextInt(1, 14))));
        }
        return model;
    }

    @Test
    void isTheSetOfItsModel() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            BitSet model = randomModel(random);
            BitSet other = randomModel(random);
            PortRanges ports = fromModel(model);
            assertEquals(model.cardinality(), ports.size());
            for (int rank = 0; rank < ports.size(); rank++) {
                assertEquals(rank, ports.rankOf(ports.portAt(rank)));
            }
            for (int i = 0; i < 1000; i++) {
                int port = random.nextInt(65_536);
                assertEquals(model.get(port), ports.rankOf(port) >= 0);
            }
            BitSet expected = (BitSet) model.clone();
            expected.andNot(other);
            assertEquals(fromModel(expected), ports.minus(fromModel(other)));
            expected = (BitSet) model.clone();
            expected.or(other);
            assertEquals(fromModel(expected), ports.union(fromModel(other)));
            assertEquals(ports, PortParser.parse(List.of(ports.toString()), "-p").tcp());
        }
    }

    @Test
    void itsTextIsReadAsTheSameSet() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            BitSet model = randomModel(random);
            for (int i = random.nextInt(20); i > 0; i--) {
                model.flip(random.nextInt(65_536));
            }
            PortRanges ports = fromModel(model);
            String text = ports.toText();
            assertEquals(ports, PortParser.parse(List.of(text), "-p").tcp(), text);
            assertEquals(ports.rangeCount(), text.split(",").length, text);
        }
    }

    @Test
    void itsTextIsAsShortAsCanBe() {
        assertEquals("", PortRanges.NONE.toText());
        assertEquals("0-65535", PortRanges.of(0, 65_535).toText());
        assertEquals(
                "0,79-80,82,65535",
                PortRanges.builder()
                        .add(65_535, 65_535)
                        .add(0, 0)
                        .add(82, 82)
                        .add(79, 79)
                        .add(80, 80)
                        .build()
                        .toText());
    }

    @Test
    void holdsTheFirstAndTheLastPort() {
        PortRanges all = PortRanges.of(0, 65_535);
        assertEquals(65_536, all.size());
        assertEquals(65_535, all.portAt(65_535));
        assertEquals(1, all.rangeCount());
        assertEquals("0-65535", all.toString());
        assertEquals(0, PortRanges.NONE.size());
        assertEquals(0, PortRanges.NONE.rangeCount());
        assertEquals("", PortRanges.NONE.toString());
    }

    @Test
    void nothingElseIsAPort() {
        assertEquals(-1, PortRanges.of(0, 65_535).rankOf(-1));
        assertEquals(-1, PortRanges.of(0, 65_535).rankOf(65_536));
        assertEquals(-1, PortRanges.NONE.rankOf(80));
        assertThrows(IllegalArgumentException.class, () -> PortRanges.of(-1, 5));
        assertThrows(IllegalArgumentException.class, () -> PortRanges.of(5, 4));
        assertThrows(IllegalArgumentException.class, () -> PortRanges.of(5, 65_536));
    }

    @Test
    void fingerprintsTellSetsApart() {
        assertEquals(
                PortRanges.of(80, 81).fingerprint(),
                PortRanges.of(80, 80).union(PortRanges.of(81, 81)).fingerprint());
        assertNotEquals(PortRanges.of(80, 80).fingerprint(), PortRanges.of(81, 81).fingerprint());
        assertNotEquals(PortRanges.of(0, 0).fingerprint(), PortRanges.of(64, 64).fingerprint());
    }
}
