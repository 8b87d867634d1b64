// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

/** A file of XML as the JDK's parser reads it, held against nmap's own document type. */
final class XmlFile {

    /** Where Debian's package nmap-common has it. */
    static final String DTD = "/usr/share/nmap/nmap.dtd";

    private XmlFile() {}

    /** How often each element is in it; fails unless it is well-formed and valid. */
    static Map<String, Integer> elements(Path file) {
        Map<String, Integer> counts = new HashMap<>();
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setValidating(true);
            XMLReader reader = factory.newSAXParser().getXMLReader();
            Judge judge = new Judge(file, counts);
            reader.setContentHandler(judge);
            reader.setErrorHandler(judge);
            reader.setEntityResolver(judge);
            reader.parse(new InputSource(file.toUri().toString()));
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts;
    }

    private static final class Judge extends DefaultHandler2 {

        private final Path file;
        private final Map<String, Integer> counts;

        Judge(Path file, Map<String, Integer> counts) {
            this.file = file;
            this.counts = counts;
        }

        /** The files name a document type and no place where it is. */
        @Override
        public InputSource getExternalSubset(String name, String base) {
            return new InputSource(Path.of(DTD).toUri().toString());
        }

        @Override
        public void startElement(String uri, String local, String name, Attributes attributes) {
            counts.merge(name, 1, Integer::sum);
        }

        @Override
        public void error(SAXParseException e) {
            throw new AssertionError(
                    file + ", line " + e.getLineNumber() + ": " + e.getMessage(), e);
        }
    }
}
