// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A scan of random shape that is killed (SIGKILL) at random moments and resumed until it is done.
 * Every target answers once, port {@value #OPEN_PORT} open and {@value #CLOSED_PORT} closed, so
 * that the results must be the targets.
 */
final class KilledScan {

    private static final int OPEN_PORT = 80;
    private static final int CLOSED_PORT = 81;
    private static final String CHECKPOINT = "sonde.checkpoint";

    private static final int[] RATES_PPS = {500, 1000, 2000, 4000};
    private static final int[] BANNER_RATES_PPS = {200, 400};

    /** How long the scan would send if nobody killed it. */
    private static final double SENDING_SECONDS_MIN = 1.5;

    private static final double SENDING_SECONDS_MAX = 3.5;

    private static final int MOMENT_MILLIS_MAX = 1500;

    /** A resumed scan is killed from here on, mostly while the JVM still starts. */
    private static final int RESUMED_MOMENT_MILLIS_MIN = 200;

    private static final int RESUMED_MOMENT_MILLIS_MAX = 2500;

    /** No scan is killed more often. */
    private static final int KILLS_MAX = 5;

    private static final int FORMATS_MAX = 4;

    /**
     * What a kill costs at most: a second of probes, and what a machine without a free moment adds.
     */
    private static final double AGAIN_SECONDS_MAX = 2;

    private final Lab lab;
    private final Random random;
    private final Path folder;
    private final int ratePps;
    private final int retries;
    private final String shard;
    private final boolean hasIpv6;
    private final boolean hasBanners;
    private final boolean isRotated;
    private final List<ResultFormat> formats;
    private final List<String> faults = new ArrayList<>();

    /** What its runs said. */
    private final List<String> stories = new ArrayList<>();

    private int kills;
    private int missing;
    private int twice;

    /** The rates of the runs that were killed, summed. */
    private long killedPps;

    private long probesAgain;

    KilledScan(Lab lab, Random random, int number) {
        this.lab = lab;
        this.random = random;
        folder = lab.file("killed-" + number);
        hasBanners = random.nextInt(5) == 0;
        ratePps = one(hasBanners ? BANNER_RATES_PPS : RATES_PPS);
        retries = hasBanners ? 0 : one(0, 0, 0, 1);
        shard = List.of("", "", "1/2", "2/3").get(random.nextInt(4));
        hasIpv6 = random.nextBoolean();
        isRotated = random.nextInt(4) == 0;
        formats = formats();
    }

    private List<ResultFormat> formats() {
        List<ResultFormat> all =
                new ArrayList<>(
                        Stream.of(ResultFormat.values())
                                .filter(format -> format.tellsBanners() || !hasBanners)
                                .toList());
        while (all.size() > FORMATS_MAX) {
            all.remove(random.nextInt(all.size()));
        }
        return all;
    }

    private int one(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Scans, is killed so many times or a few less, goes on to the end, and is looked at. */
    void run(int killsMax) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words = words();
        Capture capture = Capture.atPeer(lab);
        boolean isWatched = scan(words, Math.min(killsMax, KILLS_MAX));
        List<Probe> probes = capture.probes();
        Set<String> targets = targets(words);
        judge(targets, probes);
        formats.forEach(format -> judge(targets, format));
        if (isWatched) {
            judgeWhatIsLeft();
        }
        if (!faults.isEmpty()) {
            // By which links it went, and what was lost on the way.
            faults.addAll(stories);
        }
    }

    private List<String> words() {
        double sendingSeconds =
                random.nextDouble(SENDING_SECONDS_MIN, SENDING_SECONDS_MAX) / (retries + 1);
        int shards = shard.isEmpty() ? 1 : shard.charAt(2) - '0';
        int addresses = (int) (ratePps * sendingSeconds * shards / 2);
        List<String> words = new ArrayList<>();
        // Nobody answers for more than those.
        int last = Math.min(hasIpv6 ? addresses / 2 : addresses, Lab.TARGET_COUNT - 1);
        words.add("198.18.0.0-198.18." + (last >> 8) + "." + (last & 0xFF));
        if (hasIpv6) {
            String first = Ipv6Lab.TARGET_PREFIX;
            words.add(first + "-" + first + Integer.toHexString(last));
            words.add("--alias-check=no");
        }
        String common = " --show closed --wait 1 --retries " + retries + " --seed ";
        words.addAll(
                List.of(
                        ("-p" + OPEN_PORT + "," + CLOSED_PORT + common + random.nextInt())
                                .replace("--seed -", "--seed ")
                                .split(" ")));
        words.addAll(List.of("--rate", Integer.toString(ratePps)));
        if (!shard.isEmpty()) {
            words.addAll(List.of("--shard", shard));
        }
        if (hasBanners) {
            words.add("--banners");
        }
        if (isRotated) {
            words.addAll(List.of("--rotate-size", "16k", "--rotate-dir", "."));
        }
        formats.forEach(format -> words.addAll(format.words()));
        words.addAll(link());
        return words;
    }

    /** Now and then another link, and more transmitters. */
    private List<String> link() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> List.of("--link", "packet");
            case 2 -> hasBanners ? List.of() : List.of("--link", "packet", "--tx-threads", "2");
            default -> List.of();
        };
    }

    /** Returns whether the last run came to its end, and was not killed on its last steps. */
    private boolean scan(List<String> first, int killsMax) {
        Path checkpoint = folder.resolve(CHECKPOINT);
        SondeProcess sonde = SondeProcess.start(lab, folder, List.of(), first);
        long runPps = ratePps;
        while (kills < killsMax && isUnderWay(sonde, checkpoint)) {
            sonde.kill();
            SondeResult killed = sonde.await();
            if (killed.exitCode() == 0) {
                break;
            }
            kills++;
            stories.add(killed.story());
            killedPps += runPps;
            if (!Files.exists(checkpoint)) {
                return false;
            }
            runPps = ratePps * (long) one(1, 2, 4) / 2;
            List<String> words = new ArrayList<>(List.of("--resume", CHECKPOINT));
            words.addAll(List.of("--rate", Long.toString(runPps)));
            words.addAll(link());
            sonde = SondeProcess.start(lab, folder, List.of(), words);
        }
        SondeResult result = sonde.await();
        stories.add(result.story());
        if (result.exitCode() != 0) {
            faults.add("the last run failed");
        }
        return true;
    }

    /** Returns at a random moment; false if the scan has come to its end before. */
    private boolean isUnderWay(SondeProcess sonde, Path checkpoint) {
        if (kills > 0) {
            Await.pause(random.nextInt(RESUMED_MOMENT_MILLIS_MIN, RESUMED_MOMENT_MILLIS_MAX));
            return sonde.isAlive();
        }
        Await.until(
                Duration.ofSeconds(30),
                "a checkpoint is there",
                () -> Files.exists(checkpoint) || !sonde.isAlive());
        Await.pause(random.nextInt(MOMENT_MILLIS_MAX));
        return sonde.isAlive();
    }

    /** What the shard's targets are, by a list of them. */
    private Set<String> targets(List<String> words) {
        List<String> list = new ArrayList<>(words);
        list.add("-sL");
        SondeResult result = SondeProcess.start(lab, folder, List.of(), list).await();
        if (result.exitCode() != 0) {
            throw new AssertionError(result.story());
        }
        Set<String> targets = new TreeSet<>();
        result.out().lines().forEach(line -> targets.add(line.replaceAll("[\\[\\]]", "")));
        return targets;
    }

    private void judge(Set<String> targets, List<Probe> probes) {
        Set<String> probed = new HashSet<>(probes.stream().map(Probe::target).toList());
        compare("probed", targets, probed);
        // Who talks to servers may open further connections, which are no probes.
        probesAgain = hasBanners ? 0 : probes.size() - targets.size() * (retries + 1L);
        if (probesAgain > AGAIN_SECONDS_MAX * killedPps) {
            faults.add(probesAgain + " probes again");
        }
    }

    private void judge(Set<String> targets, ResultFormat format) {
        ResultFormat.Content content;
        try {
            content = format.read(folder);
        } catch (AssertionError | IllegalStateException e) {
            faults.add(format + ": " + e.getMessage());
            return;
        }
        compare(format + " has", targets, new HashSet<>(content.targets()));
        requireOnce(format, content.targets());
        requireOnce(format, content.banners());
        if (hasBanners) {
            Set<String> open = new TreeSet<>();
            targets.stream()
                    .filter(target -> target.endsWith(":" + OPEN_PORT))
                    .forEach(target -> open.add(target + " http"));
            Set<String> told = new HashSet<>(content.banners());
            told.removeIf(banner -> !banner.endsWith(" http"));
            compare(format + " has banners", open, told);
        }
    }

    private void compare(String what, Set<String> expected, Set<String> actual) {
        missing += (int) expected.stream().filter(each -> !actual.contains(each)).count();
        try {
            Check.sameElements(expected, actual, () -> "");
        } catch (AssertionError e) {
            faults.add(what + ": " + e.getMessage().strip());
        }
    }

    private void requireOnce(ResultFormat format, Collection<String> results) {
        int more = results.size() - new HashSet<>(results).size();
        twice += more;
        if (more > 0) {
            faults.add(format + ": " + more + " results twice");
        }
    }

    private void judgeWhatIsLeft() {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> left =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.matches("(found|packed)[-.\\w]*"))
                            .toList();
            if (!left.isEmpty()) {
                faults.add("left behind: " + left);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int kills() {
        return kills;
    }

    int missing() {
        return missing;
    }

    int twice() {
        return twice;
    }

    /** How many seconds' worth of probes were sent again, over all kills. */
    double secondsAgain() {
        return killedPps == 0 || hasBanners ? 0 : (double) probesAgain / killedPps * kills;
    }

    /** What was not as it should be; empty if all was well. */
    List<String> faults() {
        return faults;
    }

    @Override
    public String toString() {
        return "rate %d, retries %d, shard %s%s%s%s, %s: %d kills, %d probes again (%.2f s a kill)%s"
                .formatted(
                        ratePps,
                        retries,
                        shard.isEmpty() ? "none" : shard,
                        hasIpv6 ? ", both families" : "",
                        hasBanners ? ", banners" : "",
                        isRotated ? ", rotated" : "",
                        formats,
                        kills,
                        probesAgain,
                        secondsAgain() / Math.max(1, kills),
                        faults.isEmpty() ? "" : " FAULTS " + faults);
    }
}
