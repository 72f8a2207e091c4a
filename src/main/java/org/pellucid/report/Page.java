package org.pellucid.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page of one file: nothing in it is fetched from elsewhere. */
final class Page {
    private final StringBuilder contents = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final String title;

    Page(String title) {
        this.title = title;
    }

    /** Begins a group of sections, which have a line of the contents to themselves. */
    void group() {
        contents.append("</ul><ul>\n");
    }

    /** Begins a section. */
    void section(String id, String heading) {
        contents.append("<li><a href=\"#")
                .append(id)
                .append("\">")
                .append(heading)
                .append("</a></li>\n");
        body.append("<h2 id=\"").append(id).append("\">").append(heading).append("</h2>\n");
    }

    /** A paragraph of plain text. */
    void say(String text) {
        body.append("<p>").append(Markup.escape(text)).append("</p>\n");
    }

    /** A part that is HTML already. */
    void add(String html) {
        body.append(html);
    }

    /** A picture, as bytes of a PNG file, at half its size: it has two pixels a point. */
    void picture(byte[] png, String alt) {
        body.append("<figure class=\"wide\"><img alt=\"").append(Markup.escape(alt));
        body.append("\" src=\"").append(Markup.dataUri(png));
        body.append("\"></figure>\n");
    }

    String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                // Not even an icon is asked for.
                + "<link rel=\"icon\" href=\"data:,\">\n<title>" + Markup.escape(title) + "</title>\n<style>\n"
                + css() + "</style>\n</head>\n<body>\n<h1>" + Markup.escape(title) + "</h1>\n<nav><ul>\n" + contents
                + "</ul></nav>\n" + body + "</body>\n</html>\n";
    }

    private static String css() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
