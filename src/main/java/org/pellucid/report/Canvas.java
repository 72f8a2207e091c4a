package org.pellucid.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.pellucid.model.AtomicFiles;

/**
 * A white page to draw on in points of two pixels, saved as a PNG that knows its printed size, or as SVG or PDF of that size with
 * text as text: the file's name says which.
 */
final class Canvas {
    /** Pixels a point. */
    static final int SCALE = 2;

    static final Font TITLE = Typeface.BOLD.size(21);
    static final Font TEXT = Typeface.REGULAR.size(18);
    static final Font SMALL = Typeface.REGULAR.size(15);

    /** At 300 dots an inch, 1600 pixels are 135 mm wide: about the column of a thesis. */
    private static final double PIXELS_PER_MM = 300 / 25.4;

    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private Canvas() {}

    /**
     * Draws and saves a picture of {@code width} × {@code height} points.
     *
     * @throws org.pellucid.model.ModelException if it cannot be written; what stood there is then unchanged
     * @throws IOException if Java finds no fonts to write with
     */
    static void save(Path file, int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".svg")) {
            requireFonts(file);
            String id = name.replaceAll("[^A-Za-z0-9]", "-");
            String svg = SvgWriter.write(Marks.of(drawing), width, height, id, name.replaceFirst("\\.svg$", ""));
            AtomicFiles.write(file, svg.getBytes(StandardCharsets.UTF_8));
        } else if (name.endsWith(".pdf")) {
            requireFonts(file);
            double inches = SCALE / (PIXELS_PER_MM * 25.4);
            AtomicFiles.write(file, PdfWriter.write(Marks.of(drawing), width, height, 72 * inches));
        } else {
            AtomicFiles.write(file, png(file, width, height, drawing));
        }
    }

    /** A drawing as the bytes of a PNG file; {@code file} is for messages. */
    static byte[] png(Path file, int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        draw(graphics(file, image), width, height, drawing);
        return encode(image);
    }

    /** The same in memory. */
    static BufferedImage image(int width, int height, Consumer<Graphics2D> drawing) {
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        draw(image.createGraphics(), width, height, drawing);
        return image;
    }

    private static void draw(Graphics2D g, int width, int height, Consumer<Graphics2D> drawing) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(SCALE, SCALE);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        drawing.accept(g);
        g.dispose();
    }

    private static void requireFonts(Path file) throws IOException {
        graphics(file, new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)).dispose();
    }

    /** The text, cut to end in an ellipsis if it is wider than this in the current font. */
    static String fit(Graphics2D g, String text, double width) {
        if (g.getFontMetrics().stringWidth(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 1 && g.getFontMetrics().stringWidth(text.substring(0, end) + "…") > width) {
            end--;
        }
        return text.substring(0, end).strip() + "…";
    }

    /** The greatest width of these texts in the current font, but no more than {@code limit}. */
    static double widest(Graphics2D g, List<String> texts, double limit) {
        return Math.min(
                limit,
                texts.stream().mapToInt(g.getFontMetrics()::stringWidth).max().orElse(0));
    }

    /** Asks for a font at once: on a bare machine without any, each JDK fails in its own way, and here. */
    private static Graphics2D graphics(Path file, BufferedImage image) throws IOException {
        try {
            Graphics2D g = image.createGraphics();
            g.getFontMetrics(TEXT);
            return g;
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            throw new IOException(
                    "cannot draw " + file + ": Java expects a font but finds none: install Fontconfig and a font, on"
                            + " Debian fontconfig and fonts-dejavu-core",
                    noFonts);
        }
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
            metadata.mergeTree(PNG_METADATA, pixelSize());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image, null, metadata), null);
            }
            return bytes.toByteArray();
        } finally {
            writer.dispose();
        }
    }

    /** The chunk pHYs of the PNG standard: pixels a metre, so that a document places the picture at its size. */
    private static IIOMetadataNode pixelSize() {
        String perMetre = Long.toString(Math.round(1000 * PIXELS_PER_MM));
        IIOMetadataNode size = new IIOMetadataNode("pHYs");
        size.setAttribute("pixelsPerUnitXAxis", perMetre);
        size.setAttribute("pixelsPerUnitYAxis", perMetre);
        size.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
        root.appendChild(size);
        return root;
    }
}
