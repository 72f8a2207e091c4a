package org.pellucid.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of running text. Its markup: {@code $formula$}, {@code **strong**}, {@code *emphasis*}, a word between back
 * quotes for code, {@code [@key]} for a citation.
 */
sealed interface Inline {
    record Text(String value) implements Inline {}

    record Strong(String value) implements Inline {}

    record Emphasis(String value) implements Inline {}

    record Code(String value) implements Inline {}

    record Formula(String tex) implements Inline {}

    record Cite(String key) implements Inline {}

    /** What has a meaning beyond itself. */
    Pattern MARKUP = Pattern.compile("\\$([^$]+)\\$|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*|`([^`]+)`|\\[@(\\w+)]");

    /** Takes a text apart. */
    static List<Inline> parse(String text) {
        List<Inline> parts = new ArrayList<>();
        Matcher m = MARKUP.matcher(text);
        int end = 0;
        while (m.find()) {
            if (m.start() > end) {
                parts.add(new Text(text.substring(end, m.start())));
            }
            parts.add(of(m));
            end = m.end();
        }
        if (end < text.length()) {
            parts.add(new Text(text.substring(end)));
        }
        return parts;
    }

    private static Inline of(Matcher m) {
        if (m.group(1) != null) {
            return new Formula(m.group(1));
        }
        if (m.group(2) != null) {
            return new Strong(m.group(2));
        }
        if (m.group(3) != null) {
            return new Emphasis(m.group(3));
        }
        return m.group(4) != null ? new Code(m.group(4)) : new Cite(m.group(5));
    }

    /** The keys that a text cites. */
    static List<String> citations(String text) {
        return parse(text).stream()
                .filter(part -> part instanceof Cite)
                .map(part -> ((Cite) part).key())
                .toList();
    }
}
