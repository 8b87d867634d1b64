// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.Test;

import sonde.output.Field;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

class RecordFilterFuzzTest {

    private static final int ROUNDS = 20_000;
    private static final int PIECES_MAX = 12;

    /** Pieces of expressions, of which some put together are right. */
    private static final List<String> PIECES = pieces();

    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (Field field : Field.values()) {
            pieces.add(field.label());
        }
        for (Comparison comparison : Comparison.values()) {
            pieces.add(comparison.symbol());
        }
        String others = "and or not ! ( ) , && || 443 80,1-9 198.18.0.0/24 ::/0 http \"a\" 'x+'";
        pieces.addAll(List.of(others.split(" ")));
        pieces.addAll(List.of("\"\\", "\\x", "'", "\u00e9", "\u001b[m", "-", "3/1"));
        return pieces;
    }

    /** Any text is an expression that every record can be put to, or an error safe to print. */
    @FuzzTest
    void readsOrRefuses(FuzzedDataProvider data) {
        check(data.consumeRemainingAsString());
    }

    @Test
    void readsOrRefusesPieces() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int readCount = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(1, PIECES_MAX); left > 0; left--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
                text.append(random.nextInt(4) == 0 ? "" : " ");
            }
            readCount += check(text.toString()) ? 1 : 0;
        }
        assertTrue(readCount > 0, "nothing was right, seed " + seed);
    }

    private static boolean check(String text) {
        try {
            RecordFilter filter = RecordFilter.parse(text);
            RecordFilter opposite = RecordFilter.parse("not (" + text + ")");
            for (ScanRecord record : FilterRecords.ALL) {
                boolean passes = filter.test(record);
                boolean fails = opposite.test(record);
                assertTrue(passes != fails || opposite.undecidedCount() > 0, text);
            }
            return true;
        } catch (FilterSyntaxException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
            assertTrue(e.column() >= 1, message);
            String[] lines = e.caret().split("\n", -1);
            assertEquals(2, lines.length, e.caret());
            return false;
        }
    }

    /** Whatever a server says, a search ends, and says what the JDK would if given the time. */
    @FuzzTest
    void searchesAnyBanner(FuzzedDataProvider data) throws FilterSyntaxException {
        searchAndCompare(data.consumeRemainingAsString());
    }

    @Test
    void searchesRandomBanners() throws FilterSyntaxException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(40); left > 0; left--) {
                text.append("ab<\n\u00ff".charAt(random.nextInt(5)));
            }
            searchAndCompare(text.toString());
        }
    }

    private static void searchAndCompare(String said) throws FilterSyntaxException {
        String text = said.substring(0, Math.min(said.length(), 1000));
        ScanRecord record = FilterRecords.said(80, Service.HTTP, Recognition.ANSWER, text);
        for (String pattern : List.of("^(a|b)*<", "b.a$", "\\xff{2}")) {
            RecordFilter filter = RecordFilter.parse("banner =~ '" + pattern + "'");
            boolean passes = filter.test(record);
            if (filter.undecidedCount() == 0) {
                String bytes = text.replaceAll("[^\\x00-\\xff]", "?");
                assertEquals(Pattern.compile(pattern).matcher(bytes).find(), passes, text);
            }
        }
    }
}
