package org.pellucid.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads one picture (PNG, JPEG, GIF, BMP) as grey values.
 *
 * <p>Colour becomes grey by 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, on the stored values), as in most tools; grey
 * pictures keep their stored values; what is transparent is laid on white. Then the picture is resized, see {@link Resize}.
 */
public final class PictureReader {
    private static final long LARGEST = 100_000_000;

    private PictureReader() {}

    /**
     * Reads a picture and resizes it.
     *
     * @return [height, width] unsigned grey values
     * @throws DataException if the file is missing, no picture, or damaged
     */
    public static byte[] read(Path path, int height, int width) {
        byte[] file;
        try {
            file = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file: expected a picture", e);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e, e);
        }
        if (file.length == 0) {
            throw new DataException(path + " is empty: expected a PNG or JPEG picture");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(path
                        + ": expected a PNG or JPEG picture but its content is neither: replace or delete the file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return read(path, reader, height, width);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof DataException known) {
                throw known;
            }
            throw new DataException(
                    path + ": expected a whole picture but it is cut short or damaged (" + oneLine(e)
                            + "): replace or delete the file",
                    e);
        }
    }

    private static byte[] read(Path path, ImageReader reader, int height, int width) throws IOException {
        int h = reader.getHeight(0);
        int w = reader.getWidth(0);
        if ((long) h * w > LARGEST) {
            throw new DataException(path + ": expected at most " + LARGEST + " pixels but got " + w + "×" + h
                    + ": make the picture smaller");
        }
        boolean[] cut = new boolean[1];
        reader.addIIOReadWarningListener((source, warning) -> cut[0] |= warning.contains("remature"));
        BufferedImage image = reader.read(0);
        if (cut[0]) {
            throw new IOException("premature end");
        }
        byte[] resized = new byte[height * width];
        Resize.grey(grey(image), h, w, resized, height, width);
        return resized;
    }

    private static byte[] grey(BufferedImage image) {
        int h = image.getHeight();
        int w = image.getWidth();
        byte[] grey = new byte[h * w];
        boolean stored = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        // getRGB would pass stored grey through a linear colour space and brighten it, so its samples are taken as they
        // are.
        Raster raster = image.getRaster();
        boolean deep = image.getType() == BufferedImage.TYPE_USHORT_GRAY;
        int[] samples = new int[w];
        for (int y = 0; y < h; y++) {
            raster.getSamples(0, y, w, 1, 0, samples);
            for (int x = 0; x < w; x++) {
                int v;
                if (stored || deep) {
                    v = samples[x] >>> (deep ? 8 : 0);
                } else if (raster.getNumBands() == 2) {
                    int depth = raster.getSampleModel().getSampleSize(0) - 8;
                    v = over(raster.getSample(x, y, 0) >>> depth, raster.getSample(x, y, 1) >>> depth);
                } else {
                    v = luma(image.getRGB(x, y));
                }
                grey[y * w + x] = (byte) v;
            }
        }
        return grey;
    }

    /** Rounded to nearest, in 16-bit fixed point. */
    private static int luma(int argb) {
        int v = (19595 * (argb >> 16 & 0xFF) + 38470 * (argb >> 8 & 0xFF) + 7471 * (argb & 0xFF) + 0x8000) >> 16;
        return over(v, argb >>> 24);
    }

    private static int over(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
