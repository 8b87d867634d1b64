// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;

/** The JDK's XML parsers, as tests want them. */
final class XmlReader {

    private XmlReader() {}

    /** Fails if the text is not well-formed. */
    static void parse(String text) {
        try {
            SAXParserFactory.newInstance()
                    .newSAXParser()
                    .parse(new InputSource(new StringReader(text)), new DefaultHandler());
        } catch (SAXException e) {
            throw new AssertionError(e + " in\n" + text, e);
        } catch (IOException | ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /** The document, which must be valid by a DTD. */
    static Document validate(String text, Path dtd)
            throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setValidating(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new Strict());
        String named =
                text.replaceFirst(
                        "<!DOCTYPE nmaprun>", "<!DOCTYPE nmaprun SYSTEM \"" + dtd.toUri() + "\">");
        return builder.parse(new InputSource(new StringReader(named)));
    }

    /** The document, whatever its schema. */
    static Document read(String text) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(e + " in\n" + text, e);
        }
    }

    private static final class Strict extends DefaultHandler {
        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
