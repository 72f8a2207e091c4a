package org.pellucid.report.document;

import java.util.Map;

/**
 * A source.
 *
 * @param key by which it is cited
 * @param type of the BibTeX entry, such as {@code article}
 * @param fields of the BibTeX entry in order; {@code author}, {@code title} and {@code year} are always there
 * @param text the entry as printed, in the markup of {@link Inline}
 */
public record Reference(String key, String type, Map<String, String> fields, String text) {
    /** As BibTeX. */
    String bibtex() {
        StringBuilder entry = new StringBuilder("@" + type + "{" + key);
        fields.forEach((name, value) ->
                entry.append(",\n  ").append(name).append(" = {").append(value).append('}'));
        return entry.append("\n}\n").toString();
    }
}
