package org.pellucid.report;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The charts' own type, so that they look alike on every machine, and so that a PDF can carry it along. */
enum Typeface {
    REGULAR("PellucidSans-Regular.ttf"),
    BOLD("PellucidSans-Bold.ttf");

    /** Where the type is not at hand, in a browser: others of the same widths first. */
    static final String FAMILIES = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif";

    private final byte[] file;
    private final Font font;

    Typeface(String name) {
        try (InputStream in = Typeface.class.getResourceAsStream(name)) {
            file = in.readAllBytes();
            font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(name + " is damaged: build the program anew", e);
        }
    }

    Font size(float points) {
        return font.deriveFont(points);
    }

    /** The TrueType file. */
    byte[] file() {
        return file;
    }

    /** Which of the two a font was derived from. */
    static Typeface of(Font font) {
        return font.getFontName().equals(BOLD.font.getFontName()) ? BOLD : REGULAR;
    }
}
