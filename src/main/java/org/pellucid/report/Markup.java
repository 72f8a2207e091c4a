package org.pellucid.report;

/** Text within HTML, SVG and MathML. */
public final class Markup {
    private Markup() {}

    /** With what these would take for markup escaped; fit for attributes, too. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
