// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.wire.IpAddress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class TargetParserTest {

    private static final long SEED = 0x5EED_0007L;

    private static final String QUAD =
            "N\\.N\\.N\\.N".replace("N", "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");

    private static final NameResolver NAMES =
            name -> {
                if (name.startsWith("two.")) {
                    return List.of(IpAddress.ofIpv4(7), IpAddress.ofIpv4(9));
                }
                throw new UnknownHostException("no host of this name is known");
            };

    private static AddressRanges word(String text) throws TargetSyntaxException {
        AddressRanges.Builder addresses = AddressRanges.builder();
        new TargetParser(addresses, NAMES).parse(text, "--range");
        return addresses.build();
    }

    private static AddressRanges file(byte[] bytes) throws TargetSyntaxException, IOException {
        return read(new ByteArrayInputStream(bytes));
    }

    private static AddressRanges file(String text) throws TargetSyntaxException, IOException {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private static AddressRanges read(InputStream in) throws TargetSyntaxException, IOException {
        AddressRanges.Builder addresses = AddressRanges.builder();
        new TargetParser(addresses, NAMES).parse(in, "targets.txt");
        return addresses.build();
    }

    private static String wordError(String text) {
        return String.valueOf(
                assertThrows(TargetSyntaxException.class, () -> word(text)).getMessage());
    }

    private static String fileError(byte[] bytes) {
        return String.valueOf(
                assertThrows(TargetSyntaxException.class, () -> file(bytes)).getMessage());
    }

    private static String fileError(String text) {
        return fileError(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7 | 192.0.2.7",
                "192.0.2.7/24 | 192.0.2.0-192.0.2.255",
                "0.0.0.0/0 | 0.0.0.0-255.255.255.255",
                "192.0.2.7/32 | 192.0.2.7",
                "192.0.2.7/31 | 192.0.2.6-192.0.2.7",
                "128.0.0.1/1 | 128.0.0.0-255.255.255.255",
                "192.0.2.7-192.0.2.20 | 192.0.2.7-192.0.2.20",
                "192.0.2.7-192.0.2.7 | 192.0.2.7",
                "192.0.2.7\u2013192.0.2.20 | 192.0.2.7-192.0.2.20",
                "192.0.2.7\u2010192.0.2.20 | 192.0.2.7-192.0.2.20",
                "192.0.2.7\u2015192.0.2.20 | 192.0.2.7-192.0.2.20",
                "192.0.2.9,192.0.2.7  192.0.2.8 | 192.0.2.7-192.0.2.9",
                "two.example | 0.0.0.7,0.0.0.9",
                "two.example.,1.1.1.1 | 0.0.0.7,0.0.0.9,1.1.1.1",
                "two.x-1_y | 0.0.0.7,0.0.0.9"
            })
    void readsWords(String text, String expected) throws TargetSyntaxException {
        assertEquals(expected, word(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10.0.0.0/33 | prefix length must be 0 to 32",
                "10.0.0.0/ | prefix length must be 0 to 32",
                "10.0.0.0/a | prefix length must be 0 to 32",
                "10.0.0.0/255.0.0.0 | prefix length must be 0 to 32",
                "10.0.0.1-50 | a range needs a full address on both sides: write"
                        + " 10.0.0.1-10.0.0.50",
                "10.0.0-255.1 | a range needs a full address on both sides",
                "10.0.0.5-10.0.0.4 | the range runs backwards: write the lower address first",
                "10.0.0.5- | the range has no end",
                "-10.0.0.5 | nothing stands before the '-'",
                "10.0.0.1 - 10.0.0.5 | nothing stands before the '-'",
                "10.0.0.0 /8 | nothing stands before the '/'",
                "10.0.0.0/8-11.0.0.0 | either a block or a range",
                "10.0.0 | an address has four numbers",
                "10.0.0.0.0 | an address has four numbers",
                "3232235777 | an address has four numbers",
                "256.1.1.1 | each of the four numbers must be 0 to 255",
                "1.1.1. | each of the four numbers must be 0 to 255",
                "10.0.0.1-10.0.0.256 | each of the four numbers must be 0 to 255",
                "010.0.0.1 | leading zeros are not taken",
                "10.0.0.* | no wildcards",
                "2001:db8::1 | IPv6 addresses are not taken here",
                "[2001:db8::1] | IPv6 addresses are not taken here",
                "2001:db8:0:0:0:0:0:1/64 | IPv6 addresses are not taken here",
                "10.0.0.1:80 | ports are given with -p",
                "two.example:80 | ports are given with -p",
                "http://two.example/ | write the host alone, without scheme and path",
                "two.example/24 | a block needs an address before the slash",
                "nowhere.example | no host of this name is known",
                "10.0.0.1;10.0.0.2 | separate targets by commas",
                "0x7f.1 | numbers are decimal",
                "0x7f000001 | numbers are decimal",
                "host.1 | numbers are decimal",
                "-host | neither an address nor a host name",
                "b\u00FCcher.example | neither an address nor a host name",
                "#comment | neither an address nor a host name",
                "a..b | neither an address nor a host name"
            })
    void saysWhatIsWrongAndWhatToWrite(String text, String remedy) {
        String message = wordError(text);
        assertTrue(message.startsWith("--range: '"), message);
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void namesNeedAResolver() {
        TargetParser parser = new TargetParser(AddressRanges.builder());
        Exception e =
                assertThrows(
                        TargetSyntaxException.class,
                        () -> parser.parse("two.example", "--exclude"));
        assertEquals(
                "--exclude: 'two.example': host names are not taken here; write its address",
                e.getMessage());
    }

    @Test
    void readsFilesWithComments() throws TargetSyntaxException, IOException {
        String text =
                """
                # ten
                ; semicolon
                // slashes
                /one slash
                - a dash
                   # indented
                10.0.0.1, 10.0.0.2\t10.0.0.3
                10.0.0.5 # five
                10.0.0.6# six
                10.0.0.7 ; seven
                10.0.0.8 // eight

                10.0.0.9\r
                10.0.0.11\
                """;
        assertEquals("10.0.0.1-10.0.0.3,10.0.0.5-10.0.0.9,10.0.0.11", file(text).toString());
        assertEquals("10.0.0.1", file("\uFEFF10.0.0.1").toString());
        assertEquals("10.0.0.1", file("\uFEFF# x\n10.0.0.1").toString());
        assertEquals(0, file("").size());
        assertEquals(0, file("\uFEFF").size());
        assertEquals(0, file("# comment without end").size());
    }

    @Test
    void aRangeIsOneRange() throws TargetSyntaxException {
        assertEquals(
                AddressRanges.of(0xC6120000, 0xC61200FF),
                TargetParser.parseIpv4Range("198.18.0.0/24", "--x"));
        assertEquals(
                AddressRanges.of(0xC6120001, 0xC6120003),
                TargetParser.parseIpv4Range("198.18.0.1-198.18.0.3", "--x"));
        for (String text :
                new String[] {"", "198.18.0.1 198.18.0.9", "a.example", "198.18.0.256"}) {
            TargetSyntaxException e =
                    assertThrows(
                            TargetSyntaxException.class,
                            () -> TargetParser.parseIpv4Range(text, "--x"));
            assertTrue(String.valueOf(e.getMessage()).startsWith("--x"), text);
        }
    }

    @Test
    void errorsInFilesNameThePlace() {
        assertEquals(
                "targets.txt:3:7: '10.0.0.0/33': prefix length must be 0 to 32",
                fileError("# x\n1.1.1.1\n      10.0.0.0/33\n"));
        assertTrue(
                fileError("1.1.1.1 - 2.2.2.2")
                        .startsWith("targets.txt:1:9: '-': nothing stands before"));
        assertTrue(
                fileError("1.1.1.1 /8").startsWith("targets.txt:1:9: '/8': nothing stands before"));
        TargetSyntaxException e = assertThrows(TargetSyntaxException.class, () -> file("\n\n x!"));
        assertEquals("targets.txt", e.source());
        assertEquals(3, e.line());
        assertEquals(2, e.column());
    }

    @Test
    void columnsCountAcrossBuffers() {
        String pad = "1.1.1.1,".repeat(30_000);
        assertTrue(fileError(pad + "bad!").startsWith("targets.txt:1:240001: 'bad!'"));
        assertTrue(
                fileError("#" + "x".repeat(200_000) + "\nbad!")
                        .startsWith("targets.txt:2:1: 'bad!'"));
    }

    @Test
    void binaryIsRefusedInPlainWords() {
        byte[] junk = new byte[100_000];
        new SplittableRandom(SEED).nextBytes(junk);
        assertTrue(fileError(junk).startsWith("targets.txt:"));
        assertTrue(fileError(new byte[1000]).contains("too long for an address"));
        assertTrue(fileError(new byte[] {'1', 0, '1'}).contains("not text"));
        assertTrue(fileError("1.1.1.1".getBytes(StandardCharsets.UTF_16LE)).contains("not text"));
        assertTrue(
                fileError(new byte[] {'1', '.', '1', (byte) 0xE2, (byte) 0x80})
                        .contains("not text"));
        assertTrue(fileError(new byte[] {(byte) 0xEF, (byte) 0xBB}).contains("not text"));
    }

    @Test
    void endlessItemsAreCutAndEndlessListsAreNot() throws TargetSyntaxException, IOException {
        byte[] item = new byte[10_000_000];
        Arrays.fill(item, (byte) '1');
        String message = fileError(item);
        assertTrue(message.length() < 200, message);
        assertTrue(message.startsWith("targets.txt:1:1: '" + "1".repeat(60) + "...'"), message);
        assertEquals(1, file("10.0.0.1,".repeat(1_200_000)).size());
    }

    @Test
    void offendingTextCannotCommandATerminal() {
        String message = wordError("\u001b[31mred\u0007\u202e");
        assertTrue(message.chars().noneMatch(c -> c < ' ' || c == 0x202E), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 65_536})
    void readsTheSameInAnyPieces(int chunk) throws TargetSyntaxException, IOException {
        StringBuilder text = new StringBuilder("\uFEFF");
        SplittableRandom random = new SplittableRandom(SEED);
        AddressRanges.Builder expected = AddressRanges.builder();
        for (int i = 0; i < 20_000; i++) {
            int address = random.nextInt();
            expected.add(address, address);
            text.append(AddressRanges.of(address, address))
                    .append(i % 7 == 0 ? " // note\r\n" : i % 3 == 0 ? ", " : "\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(expected.build(), read(new TrickleStream(bytes, chunk)));
    }

    @Test
    void readsWhatAddressRangesWrite() throws TargetSyntaxException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 500; round++) {
            AddressRanges.Builder builder = AddressRanges.builder();
            for (int i = random.nextInt(1, 10); i > 0; i--) {
                int a = random.nextInt();
                int b = random.nextInt();
                boolean isUpwards = Integer.compareUnsigned(a, b) <= 0;
                builder.add(isUpwards ? a : b, isUpwards ? b : a);
            }
            AddressRanges ranges = builder.build();
            assertEquals(ranges, word(ranges.toString()));
        }
    }

    private static final Pattern ITEM =
            Pattern.compile("(Q)(?:/(3[0-2]|[12]?[0-9])|[-\u2010-\u2015](Q))?".replace("Q", QUAD));

    /** What a file says, by splitting lines and matching patterns; null if it is no list. */
    private static @Nullable AddressRanges naively(String text) {
        AddressRanges.Builder addresses = AddressRanges.builder();
        for (String line : text.split("\n")) {
            String rest = line.strip();
            if (rest.matches("[-/].*")) {
                continue;
            }
            rest = (" " + rest).replaceFirst("#.*|[\\s,](;|//).*", "");
            for (String word : rest.split("[\\s,]+")) {
                Matcher matcher = ITEM.matcher(word);
                if (!word.isEmpty() && !matcher.matches()) {
                    return null;
                }
                if (!word.isEmpty() && !addNaively(addresses, matcher)) {
                    return null;
                }
            }
        }
        return addresses.build();
    }

    private static boolean addNaively(AddressRanges.Builder addresses, Matcher matcher) {
        long first = quad(matcher.group(1));
        long last = first;
        if (matcher.group(2) != null) {
            long length = 1L << 32 - Integer.parseInt(matcher.group(2));
            first -= first % length;
            last = first + length - 1;
        } else if (matcher.group(3) != null) {
            last = quad(matcher.group(3));
        }
        if (first <= last) {
            addresses.add((int) first, (int) last);
        }
        return first <= last;
    }

    private static long quad(String text) {
        long address = 0;
        for (String part : text.split("\\.")) {
            address = address * 256 + Integer.parseInt(part);
        }
        return address;
    }

    private static String randomFile(SplittableRandom random) {
        String[] between = {
            "\n", "\n", ",", " ", ", ", "\t", "\r\n", " # x\n", "#\n", " ; a b\n", " // c\n"
        };
        StringBuilder text = new StringBuilder();
        for (int items = random.nextInt(1, 6); items > 0; items--) {
            int first = random.nextInt();
            text.append(AddressRanges.of(first, first));
            switch (random.nextInt(3)) {
                case 0 -> text.append('/').append(random.nextInt(33));
                case 1 -> {
                    int last =
                            random.nextInt(4) == 0 ? random.nextInt() : first | random.nextInt(256);
                    text.append("-\u2010\u2013\u2015".charAt(random.nextInt(4)));
                    text.append(AddressRanges.of(last, last));
                }
                default -> {}
            }
            text.append(between[random.nextInt(between.length)]);
        }
        for (int changes = random.nextInt(3) - 1; changes > 0; changes--) {
            char c = "0123456789./-#;, \nx".charAt(random.nextInt(19));
            text.setCharAt(random.nextInt(text.length()), c);
        }
        return text.toString();
    }

    @Test
    void readsAndRefusesWhatANaiveParserDoes() throws IOException {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int round = 0; round < 50_000; round++) {
            String text = randomFile(random);
            AddressRanges expected = naively(text);
            AddressRanges.Builder addresses = AddressRanges.builder();
            try {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                new TargetParser(addresses).parse(new ByteArrayInputStream(bytes), "f");
                assertEquals(expected, addresses.build(), text);
            } catch (TargetSyntaxException e) {
                refused++;
                assertEquals(null, expected, text + e.getMessage());
            }
        }
        assertTrue(refused > 5_000 && refused < 45_000, refused + " refused");
    }

    @Test
    void readErrorsPassThrough() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("disk on fire");
                    }
                };
        assertEquals(
                "disk on fire", assertThrows(IOException.class, () -> read(broken)).getMessage());
    }
}
