package org.pellucid.report.trace;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.List;
import org.pellucid.inspect.trace.TensorTrace;
import org.pellucid.report.Markup;
import org.pellucid.report.Ramp;

/**
 * A tensor as one picture: its maps side by side, a pixel a value, all on one scale.
 *
 * @param uri the picture as PNG
 * @param width in pixels
 * @param height in pixels
 * @param shown what is to be seen, in words
 */
record MapSheet(String uri, int width, int height, String shown) {
    private static final Ramp RAMP = Ramp.DIVERGING;
    private static final int MOST_MAPS = 64;
    private static final int MOST_ROWS = 96;
    private static final int MOST_COLUMNS = 384;
    private static final int MOST_KERNELS = 16;
    private static final int GAP = 1;

    /** A sheet of maps, of kernels, of a matrix or of a vector. */
    static MapSheet of(TensorTrace t) {
        List<Integer> shape = t.shape();
        return switch (shape.size()) {
            case 4 -> kernels(t, shape);
            case 3 -> maps(t, shape);
            case 2 -> matrix(t, shape.get(0), shape.get(1), "units down, features across");
            default -> vector(t, shape.get(0));
        };
    }

    private static MapSheet maps(TensorTrace t, List<Integer> shape) {
        int all = shape.get(0);
        int shown = Math.min(all, MOST_MAPS);
        int h = shape.get(1);
        int w = shape.get(2);
        int columns = columns(shown, h, w);
        String words = shown < all ? shown + " of " + all + " channels" : all + (all == 1 ? " channel" : " channels");
        return draw(t, shown, columns, h, w, map -> map * h * w, words);
    }

    /** About twice as wide as high. */
    private static int columns(int maps, int h, int w) {
        int columns = (int) Math.ceil(Math.sqrt(2.0 * maps * h / w));
        int rows = (maps + Math.min(columns, maps) - 1) / Math.min(columns, maps);
        return (maps + rows - 1) / rows;
    }

    private static MapSheet kernels(TensorTrace t, List<Integer> shape) {
        int cOut = shape.get(0);
        int cIn = shape.get(1);
        int kH = shape.get(2);
        int kW = shape.get(3);
        if (cIn == 1) {
            int shown = Math.min(cOut, MOST_MAPS);
            return draw(t, shown, columns(shown, kH, kW), kH, kW, map -> map * kH * kW, counted(shown, cOut, "kernel"));
        }
        int rows = Math.min(cOut, MOST_KERNELS);
        int columns = Math.min(cIn, 2 * MOST_KERNELS);
        String words = counted(rows, cOut, "kernel") + " down, " + counted(columns, cIn, "channel") + " across";
        return draw(t, rows * columns, columns, kH, kW, map -> (map / columns * cIn + map % columns) * kH * kW, words);
    }

    private static String counted(int shown, int all, String thing) {
        return (shown < all ? shown + " of " : "") + all + " " + thing + (all == 1 ? "" : "s");
    }

    private static MapSheet matrix(TensorTrace t, int rows, int columns, String words) {
        int h = Math.min(rows, MOST_ROWS);
        int w = Math.min(columns, MOST_COLUMNS);
        WritableRaster raster = blank(w, h);
        for (int i = 0; i < h; i++) {
            for (int j = 0; j < w; j++) {
                raster.setSample(j, i, 0, step(t, i * columns + j));
            }
        }
        boolean whole = h == rows && w == columns;
        return encode(
                raster,
                whole ? words : h + " of " + rows + " " + words.replace(", ", ", " + w + " of " + columns + " "));
    }

    private static MapSheet vector(TensorTrace t, int size) {
        int columns = Math.min(size, 64);
        int shown = Math.min(size, 16 * columns);
        int rows = (shown + columns - 1) / columns;
        WritableRaster raster = blank(columns, rows);
        for (int i = 0; i < shown; i++) {
            raster.setSample(i % columns, i / columns, 0, step(t, i));
        }
        return encode(raster, counted(shown, size, "number") + (rows > 1 ? ", " + columns + " a row" : ""));
    }

    private interface Start {
        int of(int map);
    }

    private static MapSheet draw(TensorTrace t, int maps, int columns, int h, int w, Start start, String words) {
        int rows = (maps + columns - 1) / columns;
        WritableRaster raster = blank(columns * (w + GAP) - GAP, rows * (h + GAP) - GAP);
        for (int map = 0; map < maps; map++) {
            int left = map % columns * (w + GAP);
            int top = map / columns * (h + GAP);
            for (int i = 0; i < h * w; i++) {
                raster.setSample(left + i % w, top + i / w, 0, step(t, start.of(map) + i));
            }
        }
        return encode(raster, words);
    }

    private static int step(TensorTrace t, int at) {
        double largest = t.statistics().magnitude();
        return RAMP.step(largest == 0 ? 0.5 : (t.values()[at] / largest + 1) / 2);
    }

    private static WritableRaster blank(int width, int height) {
        WritableRaster raster = palette().createCompatibleWritableRaster(width, height);
        int[] row = new int[width];
        Arrays.fill(row, RAMP.colours().length); // transparent
        for (int y = 0; y < height; y++) {
            raster.setSamples(0, y, width, 1, 0, row);
        }
        return raster;
    }

    /** All colours of the scale, and a last one that is transparent. */
    private static IndexColorModel palette() {
        int[] colours = RAMP.colours();
        int n = colours.length;
        return new IndexColorModel(8, n + 1, Arrays.copyOf(colours, n + 1), 0, true, n, DataBuffer.TYPE_BYTE);
    }

    private static MapSheet encode(WritableRaster raster, String words) {
        BufferedImage image = new BufferedImage(palette(), raster, false, null);
        return new MapSheet(Markup.dataUri(image), raster.getWidth(), raster.getHeight(), words);
    }
}
