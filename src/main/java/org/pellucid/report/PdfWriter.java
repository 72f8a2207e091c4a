package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/**
 * Drawings as PDF 1.4, one page, with text as text in embedded type (ISO 32000-1, 9.7: composite fonts whose character codes are
 * the glyphs' numbers, with a table back to Unicode for searching and copying). The same drawing gives the same bytes.
 */
final class PdfWriter {
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
    private static final float EM = 1000;

    /** Objects 1 and 2 are the catalogue and the pages, 3 the page, 4 what is on it. */
    private static final int FIRST_FREE = 5;

    private final StringBuilder content = new StringBuilder();
    /** By typeface, the character of each glyph that is used. */
    private final Map<Typeface, TreeMap<Integer, Integer>> used = new EnumMap<>(Typeface.class);

    private final List<Integer> opacities = new ArrayList<>();
    private final Rectangle2D page;

    private PdfWriter(int width, int height) {
        page = new Rectangle2D.Double(0, 0, width, height);
    }

    /**
     * The file.
     *
     * @param scale of the page's points to those of print, 72 an inch
     */
    static byte[] write(List<Marks.Mark> marks, int width, int height, double scale) {
        PdfWriter pdf = new PdfWriter(width, height);
        // PDF counts upwards.
        pdf.line("%s 0 0 %s 0 %s cm", number(scale), number(-scale), number(height * scale));
        marks.forEach(pdf::mark);
        return pdf.file(width * scale, height * scale);
    }

    private void mark(Marks.Mark mark) {
        line("q");
        clip(mark.clip());
        opacity(mark.colour().getAlpha());
        if (mark instanceof Marks.Form form && form.stroke().isPresent()) {
            stroke(form.stroke().get());
            line("%s RG", rgb(form.colour()));
            path(form.shape());
            line("S");
        } else if (mark instanceof Marks.Form form) {
            line("%s rg", rgb(form.colour()));
            boolean evenOdd = path(form.shape());
            line(evenOdd ? "f*" : "f");
        } else if (mark instanceof Marks.Text text) {
            text(text);
        }
        line("Q");
    }

    private void text(Marks.Text t) {
        Typeface face = Typeface.of(t.font());
        AffineTransform upright = new AffineTransform(t.place());
        upright.scale(1, -1);
        line("%s rg BT /%s %s Tf", rgb(t.colour()), face, number(t.font().getSize2D()));
        line("%s Tm", matrix(upright));
        content.append('<');
        t.text().codePoints().forEach(character -> {
            GlyphVector glyphs = t.font().createGlyphVector(EXACT, Character.toString(character));
            int glyph = glyphs.getGlyphCode(0);
            used.computeIfAbsent(face, f -> new TreeMap<>()).put(glyph, character);
            content.append(String.format(Locale.ROOT, "%04x", glyph));
        });
        line("> Tj ET");
    }

    private void clip(Optional<Shape> clip) {
        if (clip.isPresent() && !clip.get().contains(page)) {
            path(clip.get());
            line("W n");
        }
    }

    private void opacity(int alpha) {
        if (alpha == 255) {
            return;
        }
        if (!opacities.contains(alpha)) {
            opacities.add(alpha);
        }
        line("/A%d gs", alpha);
    }

    private void stroke(BasicStroke s) {
        StringBuilder dashes = new StringBuilder();
        for (float dash : s.getDashArray() == null ? new float[0] : s.getDashArray()) {
            dashes.append(number(dash)).append(' ');
        }
        // Java and PDF number caps and joins alike.
        line(
                "%s w %d J %d j %s M [%s] %s d",
                number(s.getLineWidth()),
                s.getEndCap(),
                s.getLineJoin(),
                number(Math.max(1, s.getMiterLimit())),
                dashes.toString().strip(),
                number(s.getDashPhase()));
    }

    /** Writes a path; whether it is to be filled by the even-odd rule. */
    private boolean path(Shape shape) {
        double[] a = new double[6];
        double x = 0;
        double y = 0;
        PathIterator i = shape.getPathIterator(null);
        boolean evenOdd = i.getWindingRule() == PathIterator.WIND_EVEN_ODD;
        for (; !i.isDone(); i.next()) {
            int segment = i.currentSegment(a);
            switch (segment) {
                case PathIterator.SEG_MOVETO -> line("%s %s m", number(a[0]), number(a[1]));
                case PathIterator.SEG_LINETO -> line("%s %s l", number(a[0]), number(a[1]));
                case PathIterator.SEG_QUADTO ->
                    // The cubic that is the same curve.
                    curve(
                            x + 2 * (a[0] - x) / 3,
                            y + 2 * (a[1] - y) / 3,
                            a[2] + 2 * (a[0] - a[2]) / 3,
                            a[3] + 2 * (a[1] - a[3]) / 3,
                            a[2],
                            a[3]);
                case PathIterator.SEG_CUBICTO -> curve(a);
                default -> line("h");
            }
            int end = segment == PathIterator.SEG_CUBICTO ? 4 : segment == PathIterator.SEG_QUADTO ? 2 : 0;
            if (segment != PathIterator.SEG_CLOSE) {
                x = a[end];
                y = a[end + 1];
            }
        }
        return evenOdd;
    }

    private void curve(double... a) {
        line("%s %s %s %s %s %s c", number(a[0]), number(a[1]), number(a[2]), number(a[3]), number(a[4]), number(a[5]));
    }

    private void line(String format, Object... values) {
        content.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private byte[] file(double width, double height) {
        List<byte[]> objects = new ArrayList<>();
        StringBuilder fonts = new StringBuilder();
        List<byte[]> ofFonts = new ArrayList<>();
        used.forEach((face, glyphs) -> {
            fonts.append('/')
                    .append(face)
                    .append(' ')
                    .append(FIRST_FREE + ofFonts.size())
                    .append(" 0 R ");
            ofFonts.addAll(font(face, glyphs, FIRST_FREE + ofFonts.size()));
        });
        StringBuilder states = new StringBuilder();
        opacities.forEach(alpha -> states.append(
                String.format(Locale.ROOT, "/A%d << /ca %2$s /CA %2$s >> ", alpha, number(alpha / 255.0))));
        objects.add(ascii("<< /Type /Catalog /Pages 2 0 R >>"));
        objects.add(ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
        objects.add(ascii("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + number(width) + " " + number(height)
                + "] /Contents 4 0 R /Resources << /Font << " + fonts + ">> /ExtGState << " + states + ">> >> >>"));
        objects.add(stream(ascii(content.toString()), ""));
        objects.addAll(ofFonts);
        return assemble(objects);
    }

    /** The five objects of a composite font: itself, its descendant, the descriptor, the file, the way back to Unicode. */
    private static List<byte[]> font(Typeface face, TreeMap<Integer, Integer> glyphs, int first) {
        Font em = face.size(EM);
        StringBuilder widths = new StringBuilder();
        StringBuilder unicode = new StringBuilder();
        glyphs.forEach((glyph, character) -> {
            float advance = em.createGlyphVector(EXACT, new int[] {glyph})
                    .getGlyphMetrics(0)
                    .getAdvance();
            widths.append(glyph).append(" [").append(Math.round(advance)).append("] ");
            StringBuilder utf16 = new StringBuilder();
            for (byte b : Character.toString(character).getBytes(StandardCharsets.UTF_16BE)) {
                utf16.append(String.format(Locale.ROOT, "%02x", b));
            }
            unicode.append(String.format(Locale.ROOT, "1 beginbfchar <%04x> <%s> endbfchar\n", glyph, utf16));
        });
        String name = em.getPSName();
        Rectangle2D box = em.getMaxCharBounds(EXACT);
        long ascent = Math.round((double) em.getLineMetrics("H", EXACT).getAscent());
        long descent = Math.round((double) em.getLineMetrics("H", EXACT).getDescent());
        return List.of(
                ascii("<< /Type /Font /Subtype /Type0 /BaseFont /" + name + " /Encoding /Identity-H /DescendantFonts ["
                        + (first + 1) + " 0 R] /ToUnicode " + (first + 4) + " 0 R >>"),
                ascii("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /" + name
                        + " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
                        + (first + 2) + " 0 R /CIDToGIDMap /Identity /W [" + widths + "] >>"),
                ascii("<< /Type /FontDescriptor /FontName /" + name + " /Flags 4 /FontBBox ["
                        + Math.round(box.getMinX()) + " " + Math.round(-box.getMaxY()) + " "
                        + Math.round(box.getMaxX()) + " " + Math.round(-box.getMinY()) + "] /ItalicAngle 0 /Ascent "
                        + ascent + " /Descent " + -descent + " /CapHeight 700 /StemV 80 /FontFile2 " + (first + 3)
                        + " 0 R >>"),
                stream(face.file(), "/Length1 " + face.file().length),
                stream(
                        ascii("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                                + "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                                + "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
                                + "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + unicode
                                + "endcmap CMapName currentdict /CMap defineresource pop end end"),
                        ""));
    }

    private static byte[] stream(byte[] bytes, String entries) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ascii("<< /Filter /FlateDecode /Length " + packed.size() + " " + entries + " >>\nstream\n"));
        all.writeBytes(packed.toByteArray());
        all.writeBytes(ascii("\nendstream"));
        return all.toByteArray();
    }

    private static byte[] assemble(List<byte[]> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("%PDF-1.4\n"));
        // Four bytes above 127 tell tools that the file is not text.
        out.writeBytes(new byte[] {'%', (byte) 0xE2, (byte) 0xE3, (byte) 0xCF, (byte) 0xD3, '\n'});
        StringBuilder table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
            out.writeBytes(ascii((i + 1) + " 0 obj\n"));
            out.writeBytes(objects.get(i));
            out.writeBytes(ascii("\nendobj\n"));
        }
        int start = out.size();
        out.writeBytes(ascii(table + "trailer << /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start
                + "\n%%EOF\n"));
        return out.toByteArray();
    }

    private static String matrix(AffineTransform t) {
        return number(t.getScaleX()) + " " + number(t.getShearY()) + " " + number(t.getShearX()) + " "
                + number(t.getScaleY()) + " " + number(t.getTranslateX()) + " " + number(t.getTranslateY());
    }

    private static String rgb(Color c) {
        return number(c.getRed() / 255.0) + " " + number(c.getGreen() / 255.0) + " " + number(c.getBlue() / 255.0);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
        return text.equals("-0") ? "0" : text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
