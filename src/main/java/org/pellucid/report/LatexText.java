package org.pellucid.report;

import java.util.Map;

/** Text within LaTeX. */
public final class LatexText {
    private static final Map<Integer, String> CHARACTERS = Map.ofEntries(
            Map.entry((int) '\\', "\\textbackslash{}"),
            Map.entry((int) '&', "\\&"),
            Map.entry((int) '%', "\\%"),
            Map.entry((int) '$', "\\$"),
            Map.entry((int) '#', "\\#"),
            Map.entry((int) '_', "\\_"),
            Map.entry((int) '{', "\\{"),
            Map.entry((int) '}', "\\}"),
            Map.entry((int) '~', "\\textasciitilde{}"),
            Map.entry((int) '^', "\\textasciicircum{}"),
            Map.entry((int) '<', "\\textless{}"),
            Map.entry((int) '>', "\\textgreater{}"),
            Map.entry((int) '×', "\\ensuremath{\\times}"),
            Map.entry((int) '·', "\\ensuremath{\\cdot}"),
            Map.entry((int) '−', "\\ensuremath{-}"),
            Map.entry((int) '±', "\\ensuremath{\\pm}"),
            Map.entry((int) '≤', "\\ensuremath{\\le}"),
            Map.entry((int) '≥', "\\ensuremath{\\ge}"),
            Map.entry((int) '–', "--"),
            Map.entry((int) '—', "---"),
            Map.entry((int) '…', "\\dots{}"),
            Map.entry((int) '’', "'"),
            Map.entry((int) '“', "``"),
            Map.entry((int) '”', "''"),
            Map.entry((int) '\u00a0', "~"),
            Map.entry((int) 'ü', "\\\"u"),
            Map.entry((int) 'é', "\\'e"),
            Map.entry((int) '→', "\\ensuremath{\\to}"));

    private LatexText() {}

    /** Letters that LaTeX does not know, such as those of a class name in another script, become question marks. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            String known = CHARACTERS.get(c);
            if (known != null) {
                out.append(known);
            } else if ((c >= ' ' && c < 127) || c == '\n') {
                out.appendCodePoint(c);
            } else if (c < 0x180) {
                out.appendCodePoint(c); // letters with accents, which inputenc knows
            } else {
                out.append('?');
            }
        });
        return out.toString();
    }
}
