// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What each option makes of good values is in {@link CommandLineTest}; here is what it makes of bad
 * ones.
 */
final class OptionSetterTest {

    private static final String HUGE = "9".repeat(400);

    /** Values that no option takes. */
    private static final List<String> NEVER =
            List.of("", " ", "\t", "a\0b", "\033[2J", "x\u0085y", "\u007f");

    /** Values that only options with free text take. */
    private static final List<String> NONSENSE =
            List.of(
                    "nonsense",
                    "-1",
                    "-99999999999999999999",
                    HUGE,
                    "-" + HUGE,
                    "1e3",
                    "0x10",
                    "1/0",
                    "0/0",
                    "5/2",
                    "/",
                    "1..2",
                    ".",
                    "k",
                    "--",
                    "1.2.3.4.5",
                    "NaN",
                    "Infinity",
                    "\u0661",
                    "\u202e",
                    "%n",
                    "65536-1");

    /**
     * Their words are read by the planner, which knows addresses and ports, or by the file system.
     */
    private static final Set<Option> FREE_TEXT =
            Set.of(
                    Option.RANGE,
                    Option.INCLUDE_FILE,
                    Option.EXCLUDE,
                    Option.EXCLUDE_FILE,
                    Option.PORTS,
                    Option.UDP_PORTS,
                    Option.SCTP_PORTS,
                    Option.OPROTOS,
                    Option.IPV6_IID,
                    Option.PAYLOAD_FILE,
                    Option.NMAP_PAYLOADS,
                    Option.PCAP_PAYLOADS,
                    Option.EXCLUDE_PORTS,
                    Option.OUTPUT_LIST,
                    Option.OUTPUT_JSON,
                    Option.OUTPUT_NDJSON,
                    Option.OUTPUT_XML,
                    Option.OUTPUT_GREPABLE,
                    Option.OUTPUT_BINARY,
                    Option.OUTPUT_UNICORNSCAN,
                    Option.OUTPUT_HOSTONLY,
                    Option.OUTPUT_ALL,
                    Option.OUTPUT_REDIS,
                    Option.REDIS,
                    Option.REDIS_PASSWORD,
                    Option.OUTPUT_FILENAME,
                    Option.ROTATE_OFFSET,
                    Option.ROTATE_DIRECTORY,
                    Option.FILTER,
                    Option.STYLESHEET,
                    Option.CHECKPOINT,
                    Option.RESUME,
                    Option.READ_SCAN,
                    Option.DATA_DIRECTORY,
                    Option.PCAP,
                    Option.INTERFACE,
                    Option.CONFIG,
                    Option.HELLO_FILE,
                    Option.HELLO_STRING,
                    Option.HTTP_METHOD,
                    Option.HTTP_URL,
                    Option.HTTP_HOST,
                    Option.HTTP_USER_AGENT,
                    Option.HTTP_COOKIE,
                    Option.HTTP_PAYLOAD,
                    Option.NMAP_SERVICE_PROBES);

    @ParameterizedTest
    @EnumSource(
            value = Option.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELP", "VERSION"})
    void refusesNonsenseInOneLine(Option option) {
        for (String value : NEVER) {
            assertRefused(option, value);
        }
        for (String value : NONSENSE) {
            if (!FREE_TEXT.contains(option)) {
                assertRefused(option, value);
            }
        }
    }

    private static void assertRefused(Option option, String value) {
        String word = "--" + option.label() + "=" + value;
        UsageException e =
                assertThrows(UsageException.class, () -> CommandLineTest.scan(word), word);
        String message = e.getMessage();
        assertTrue(message.startsWith("--" + option.label()), message);
        assertTrue(message.length() < 250, message);
        for (int i = 0; i < message.length(); i++) {
            assertFalse(Character.isISOControl(message.charAt(i)), message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate=0 | is out of range; give 0.01 to 1G packets a second, such as 1000, 10k"
                        + " or 1.5M",
                "--rate=2G | is out of range; give 0.01 to 1G packets a second, such as 1000,"
                        + " 10k or 1.5M",
                "--bandwidth=999 | is out of range; give 1k to 600G bits a second, such as 10M",
                "--retries=1000 | is out of range; give 0 to 999",
                "--wait=31536001 | is out of range; give 0 to 31536000 seconds, auto or forever",
                "--wait=1k | is not a number; give 0 to 31536000 seconds, auto or forever",
                "--tx-threads=0 | is out of range; give 1 to 8",
                "--rx-threads=9 | is out of range; give 1 to 8",
                "--cpu=3-1 | ends before it begins; give the lower processor first",
                "--cpu=8192 | is out of range; give 0 to 8191, a range such as 2-5, or several"
                        + " with commas",
                "--cpu=0, | is not a whole number; give 0 to 8191, a range such as 2-5, or several"
                        + " with commas",
                "--ttl=0 | is out of range; give 1 to 255",
                "--ttl=256 | is out of range; give 1 to 255",
                "--source-port=0 | is out of range; give 1 to 65535, or two of them with - between",
                "--source-port=1-65536 | is out of range; give 1 to 65535, or two of them with -"
                        + " between",
                "--source-port=20-10 | ends before it begins; give the lower port first",
                "--source-port=10- | is not a whole number; give 1 to 65535, or two of them with -"
                        + " between",
                "--shard=3/2 | is out of range; give I/N, such as 2/5, with I from 1 to N",
                "--shard=0/2 | is out of range; give 1 to 2147483647 for I and N in I/N",
                "--seed=18446744073709551616 | is out of range; give 0 to 18446744073709551615, or"
                        + " time",
                "--resume-count=0 | is out of range; give 1 to 9223372036854775807",
                "--resume-index=9223372036854775808 | is out of range; give 0 to"
                        + " 9223372036854775807",
                "--top-ports=0 | is out of range; give 1 to 65535",
                "--source-mac=03:00:5e:10:00:01 | is a group address; give one whose first byte is"
                        + " even",
                "--interface=sixteen-letters- | is no interface's name, which has 1 to 15"
                        + " characters; give one that sonde --iflist shows",
                "--interface=file:x | is no interface's name; give one that sonde --iflist shows",
                "--output-format=pdf | is not a format; give one of interactive, list, json,"
                        + " ndjson, xml, grepable, binary, unicornscan, hostonly, certs, csv,"
                        + " redis, redis-stream, none",
                "--tcp-mss=65536 | is out of range; give 2 to 65535",
                "--tcp-wscale=15 | is out of range; give 2 to 14",
                "--tcp-tsecho=4294967296 | is out of range; give 2 to 4294967295",
                "--rotate=yearly | is no span of time; give seconds, or such as 10min, 6hours,"
                        + " hourly or daily, up to 365 days",
                "--rotate=366d | is out of range; give seconds, or such as 10min, 6hours,"
                        + " hourly or daily, up to 365 days",
                "--rotate-size=8e | is out of range; give bytes, or such as 500k, 10M or 1G",
                "--rotate-size=1kk | is no size; give bytes, or such as 500k, 10M or 1G",
                "--redis=198.18.0.0/24 | is no server; give HOST, HOST:PORT or [IPV6]:PORT, such as"
                        + " 127.0.0.1:6379",
                "--redis=a:65536 | has no port from 1 to 65535; give HOST, HOST:PORT or"
                        + " [IPV6]:PORT, such as 127.0.0.1:6379",
                "--fields=ip,ip | names ip twice; name each field once",
                "--fields=ip,x | names a field there is not; give some of ip,port,proto,"
                        + "status,reason,ttl,rtt_us,timestamp,from,icmp,mac,vendor,service,"
                        + "recognized,banner",
                "--banner-types=ssh,x | names a kind of banner there is not; give words that"
                        + " banners have in results, such as ssh,http,title,X509",
                "--show=host | can't be shown; give open, closed, filtered or all",
                "--echo=maybe | is neither yes nor no; give yes or no",
            })
    void namesTheLegalRange(String word, String message) {
        int equals = word.indexOf('=');
        String start = word.substring(0, equals) + ": \"" + word.substring(equals + 1) + "\" ";
        UsageException e = assertThrows(UsageException.class, () -> CommandLineTest.scan(word));
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
        assertTrue(e.getMessage().endsWith(message.replaceFirst(".*;", ";")), e.getMessage());
        assertEquals(start + message, e.getMessage());
    }

    @Test
    void survivesRandomWords() {
        SplittableRandom random = new SplittableRandom(20260331);
        String letters = "-=:[]0123456789.,/ kMG@#\0\033\u2014\ud800abcdefghilnoprstuvwxyzSLJDVW";
        Option[] options = Option.values();
        for (int run = 0; run < 10_000; run++) {
            String[] words = new String[1 + random.nextInt(3)];
            for (int i = 0; i < words.length; i++) {
                StringBuilder word = new StringBuilder();
                if (random.nextInt(3) > 0) {
                    word.append("--").append(options[random.nextInt(options.length)].label());
                    word.append(random.nextBoolean() ? "=" : "");
                }
                for (int n = random.nextInt(6); n > 0; n--) {
                    word.append(letters.charAt(random.nextInt(letters.length())));
                }
                // A configuration file named - would be this test's own standard input.
                boolean config = word.indexOf("-c") == 0 || word.indexOf("--c") == 0;
                words[i] = config ? "" : word.toString();
            }
            try {
                CommandLineTest.scan(words);
            } catch (UsageException e) {
                assertTrue(e.getMessage().length() < 400, e.getMessage());
                assertFalse(
                        e.getMessage().chars().anyMatch(Character::isISOControl), e.getMessage());
            }
        }
    }
}
