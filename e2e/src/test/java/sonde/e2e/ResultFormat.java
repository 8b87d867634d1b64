// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/** Files of results: how each format is asked for, and what a file of it says. */
enum ResultFormat {
    JSON("found.json", true, ResultFormat::readJson, "-oJ"),
    NDJSON("found.ndjson", true, ResultFormat::readLines, "-oD"),
    NDJSON_GZIP("packed.ndjson.gz", true, ResultFormat::readLines, "-oD"),
    LIST("found.list", true, ResultFormat::readList, "-oL"),
    LIST_ZSTD("packed.list.zst", true, ResultFormat::readList, "-oL"),
    XML("found.xml", false, ResultFormat::readXml, "-oX"),
    GREPABLE("found.grepable", false, ResultFormat::readGrepable, "-oG"),
    BINARY("found.binary", false, ResultFormat::readBinary, "-oB"),
    CSV(
            "found.csv",
            false,
            ResultFormat::readCsv,
            "--output-format",
            "csv",
            "--output-filename");

    private static final Pattern STATUS =
            Pattern.compile("(?:open|closed) tcp (\\d+) (\\S+) \\d{10}");
    private static final Pattern BANNER =
            Pattern.compile("banner tcp (\\d+) (\\S+) \\d{10} (\\S+) .*");
    private static final Pattern GREPABLE_LINE =
            Pattern.compile("Timestamp: \\d{10}\tHost: (\\S+) \\(\\)\tPorts: (\\d+)/\\w+/tcp//.*");
    private static final Pattern CSV_LINE =
            Pattern.compile("([^,]+),(\\d+),tcp,(?:open|closed),.*");

    /**
     * What a file says.
     *
     * @param targets with a status, as {@code address:port}
     * @param banners as {@code address:port service}
     */
    record Content(List<String> targets, List<String> banners) {

        Content() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        private void addTarget(String address, String port) {
            targets.add(address + ":" + port);
        }
    }

    private final String fileName;
    private final boolean tellsBanners;
    private final BiConsumer<Path, Content> reader;
    private final List<String> option;

    ResultFormat(
            String fileName,
            boolean tellsBanners,
            BiConsumer<Path, Content> reader,
            String... option) {
        this.fileName = fileName;
        this.tellsBanners = tellsBanners;
        this.reader = reader;
        this.option = List.of(option);
    }

    /** Whether banners are told apart from what else a file of it says. */
    boolean tellsBanners() {
        return tellsBanners;
    }

    /** The words that have it written into the working directory. */
    List<String> words() {
        List<String> words = new ArrayList<>(option);
        words.add(fileName);
        return words;
    }

    /**
     * Reads its file in a folder, or all files that were put aside there; fails if one is not whole
     * and valid.
     */
    Content read(Path folder) {
        Content content = new Content();
        for (Path part : parts(folder)) {
            reader.accept(plain(part), content);
        }
        return content;
    }

    private List<Path> parts(Path folder) {
        int dot = fileName.indexOf('.');
        Pattern pattern =
                Pattern.compile(
                        fileName.substring(0, dot)
                                + "(\\.ndjson|\\.list)?(-\\d+)?"
                                + Pattern.quote(fileName.substring(dot))
                                + "|"
                                + fileName.substring(0, fileName.lastIndexOf('.'))
                                + "(-\\d+)?"
                                + Pattern.quote(fileName.substring(fileName.lastIndexOf('.'))));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> pattern.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path plain(Path file) {
        String name = file.getFileName().toString();
        String program = name.endsWith(".gz") ? "gzip" : name.endsWith(".zst") ? "zstd" : "";
        if (program.isEmpty()) {
            return file;
        }
        Path plain = file.resolveSibling(name + ".plain");
        Command.must("sh", "-c", program + " -dc <" + file + " >" + plain);
        return plain;
    }

    private static void readJson(Path file, Content content) {
        readFields(
                file,
                content,
                "if length != 1 then error else .[0][] end"
                        + "|[.ip, .ports[0].port, .ports[0].service.name // \"\"]|@tsv",
                "-rs");
    }

    private static void readLines(Path file, Content content) {
        readFields(file, content, "[.ip, .port, .data.service_name // \"\"]|@tsv", "-r");
    }

    private static void readFields(Path file, Content content, String filter, String option) {
        for (String line : Json.query(file, filter, option).lines().toList()) {
            String[] fields = line.split("\t", -1);
            if (fields[2].isEmpty()) {
                content.addTarget(fields[0], fields[1]);
            } else {
                content.banners().add(fields[0] + ":" + fields[1] + " " + fields[2]);
            }
        }
    }

    private static void readList(Path file, Content content) {
        List<String> lines = inside(file, "#masscan", "# end");
        for (String line : lines) {
            Matcher banner = BANNER.matcher(line);
            if (banner.matches()) {
                content.banners()
                        .add(banner.group(2) + ":" + banner.group(1) + " " + banner.group(3));
            } else {
                Matcher status = match(STATUS, line);
                content.addTarget(status.group(2), status.group(1));
            }
        }
    }

    private static void readGrepable(Path file, Content content) {
        for (String line : inside(file, "# Masscan ", "# Masscan done")) {
            if (!line.startsWith("# Ports scanned: ")) {
                Matcher matcher = match(GREPABLE_LINE, line);
                content.addTarget(matcher.group(1), matcher.group(2));
            }
        }
    }

    private static void readCsv(Path file, Content content) {
        List<String> lines = Json.read(file).lines().toList();
        if (!lines.getFirst().startsWith("ip,port,")) {
            throw new AssertionError(file + " begins with " + lines.getFirst());
        }
        for (String line : lines.subList(1, lines.size())) {
            Matcher matcher = match(CSV_LINE, line);
            content.addTarget(matcher.group(1), matcher.group(2));
        }
    }

    private static void readBinary(Path file, Content content) {
        Path list = file.resolveSibling(file.getFileName() + ".list");
        Command.must(
                SondeProcess.launcher().toString(),
                "--readscan",
                file.toString(),
                "--show",
                "closed",
                "-oL",
                list.toString());
        readList(list, content);
    }

    private static void readXml(Path file, Content content) {
        try {
            Element run =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file.toFile())
                            .getDocumentElement();
            Element finished = (Element) run.getElementsByTagName("finished").item(0);
            if (!finished.getAttribute("exit").equals("success")) {
                throw new AssertionError(file + " says that the scan did not end");
            }
            NodeList ports = run.getElementsByTagName("port");
            for (int i = 0; i < ports.getLength(); i++) {
                Element port = (Element) ports.item(i);
                Element host = (Element) port.getParentNode().getParentNode();
                Element address = (Element) host.getElementsByTagName("address").item(0);
                content.addTarget(address.getAttribute("addr"), port.getAttribute("portid"));
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines between the first and the last, which begin with what is given. */
    private static List<String> inside(Path file, String first, String last) {
        List<String> lines = Json.read(file).lines().toList();
        if (lines.size() < 2
                || !lines.getFirst().startsWith(first)
                || !lines.getLast().startsWith(last)) {
            throw new AssertionError(file + " is not whole");
        }
        return lines.subList(1, lines.size() - 1);
    }

    private static Matcher match(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a result: '" + line + "'");
        }
        return matcher;
    }
}
