// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Against what nginx 1.22.1 sends, and what users ask for. */
class HttpTest {

    private static final String HEADER =
            "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\n"
                    + "Content-Length: 68\r\nConnection: close";
    private static final String PAGE =
            "<html><head><title>lab page</title></head><body>hello</body></html>\n";
    private static final String TLS_PAGE =
            "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title>"
                    + "</head>\r\n</html>\r\n";

    private final Http http = new Http();
    private final FakeTalk talk = new FakeTalk(http);

    @Test
    void reportsHeaderServerAndTitle() {
        talk.receive(HEADER + "\r\n\r\n" + PAGE);
        assertEquals(
                List.of(
                        new FakeTalk.Report(Service.HTTP, HEADER),
                        new FakeTalk.Report(Service.HTTP_SERVER, "nginx/1.22.1"),
                        new FakeTalk.Report(Service.TITLE, "lab page")),
                talk.reports);
        assertTrue(talk.finished);
    }

    @Test
    void reportsPageWhenAskedTo() {
        talk.options.captures.add(BannerOptions.Capture.HTML);
        talk.receive(HEADER + "\r\n\r\n" + PAGE);
        assertEquals(PAGE, talk.reported(Service.HTML));
        assertTrue(talk.finished, "the length tells the end");
    }

    @Test
    void readsTitleWithAttributesAcrossLines() {
        talk.receive("HTTP/1.0 200 OK\n\n<TITLE lang=en>\n  lab\npage </TITLE\n>");
        assertEquals("lab\npage", talk.reported(Service.TITLE));
    }

    @Test
    void titleWithoutEndIsCut() {
        talk.receive("HTTP/1.0 200 OK\r\n\r\n<title>").receive("a".repeat(2000));
        assertEquals("a".repeat(1024), talk.reported(Service.TITLE));
        assertTrue(talk.finished);
    }

    @Test
    void findsTitleInPiecesBehindOtherTags() {
        talk.receive("HTTP/1.0 200 OK\r\n\r\n<html><tit").receive("tle><titl");
        talk.receive("e>lab</ti").receive("tle>");
        assertEquals("lab", talk.reported(Service.TITLE));
    }

    @Test
    void waitsForNoBodyThatCannotHaveATitle() {
        talk.receive("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n");
        assertTrue(talk.finished);
    }

    @Test
    void refusalForLackOfTlsPointsAtTls() {
        talk.receive(
                "HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\n"
                        + "Content-Length: "
                        + TLS_PAGE.length()
                        + "\r\n\r\n"
                        + TLS_PAGE);
        assertEquals("tls", talk.suspected);
        assertEquals("nginx/1.22.1", talk.reported(Service.HTTP_SERVER));
    }

    @Test
    void refusalByGoPointsAtTls() {
        talk.receive("HTTP/1.0 400 Bad Request\r\n\r\n")
                .receive("Client sent an HTTP request to an HTTPS server.\n")
                .end();
        assertEquals("tls", talk.suspected);
    }

    @Test
    void otherRefusalIsAnAnswer() {
        talk.receive("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        assertNull(talk.suspected);
        assertTrue(talk.finished);
    }

    @Test
    void pageWithoutHeaderIsReported() {
        talk.receive("<html><title>old</title>").end();
        assertEquals("old", talk.reported(Service.TITLE));
        assertEquals("<html><title>old</title>", talk.reported(Service.HTML));
    }

    @Test
    void headerCutOffIsReported() {
        talk.receive("HTTP/1.1 200 OK\r\nServer: a").end();
        assertEquals("HTTP/1.1 200 OK\r\nServer: a", talk.reported(Service.HTTP));
        assertEquals("a", talk.reported(Service.HTTP_SERVER));
    }

    @Test
    void helloNamesItself() {
        talk.port = 8080;
        talk.options.contact = "https://scan.example.com/";
        String hello = hello();
        assertTrue(hello.startsWith("GET / HTTP/1.0\r\nHost: 198.18.0.7:8080\r\n"), hello);
        assertTrue(hello.contains("\r\nUser-Agent: Sonde"), hello);
        assertTrue(hello.contains(" (+https://scan.example.com/)\r\n"), hello);
        assertTrue(hello.endsWith("\r\nAccept: */*\r\n\r\n"), hello);
    }

    @Test
    void helloTakesHostNameOfTarget() {
        talk.hostName = "www.example.com";
        assertTrue(hello().contains("\r\nHost: www.example.com\r\n"));
    }

    @Test
    void helloIsAsTheUserWantsIt() {
        talk.options.httpMethod = "POST";
        talk.options.httpUrl = "/a?b";
        talk.options.httpVersion = "HTTP/1.1";
        talk.options.httpHost = "lab";
        talk.options.httpUserAgent = "me";
        talk.options.httpHeaders.add("accept: text/html");
        talk.options.httpHeaders.add("X-Lab: 1");
        talk.options.httpCookies.add("a=b");
        talk.options.httpPayload = "x=1".getBytes(StandardCharsets.US_ASCII);
        assertEquals(
                "POST /a?b HTTP/1.1\r\nHost: lab\r\nUser-Agent: me\r\nConnection: close\r\n"
                        + "Cookie: a=b\r\naccept: text/html\r\nX-Lab: 1\r\nContent-Length: 3\r\n"
                        + "\r\nx=1",
                hello());
    }

    @Test
    void helloKeepsValuesOnTheirLines() {
        talk.options.httpUserAgent = "a\r\nInjected: b";
        assertFalse(hello().contains("\r\nInjected"));
    }

    private String hello() {
        return new String(http.hello(talk), StandardCharsets.ISO_8859_1);
    }
}
