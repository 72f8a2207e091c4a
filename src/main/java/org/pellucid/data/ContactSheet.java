package org.pellucid.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of pictures: one column for each class, in the classes' order. */
public final class ContactSheet {
    private ContactSheet() {}

    /**
     * The first pictures of each class, one below the other; places stay black where a class has fewer.
     *
     * @param rows pictures of each class
     * @param zoom each pixel becomes a square of this edge
     */
    public static BufferedImage of(Dataset data, int rows, int zoom) {
        int h = data.height() * zoom;
        int w = data.width() * zoom;
        BufferedImage sheet = new BufferedImage(w * data.classes().size(), h * rows, BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = sheet.getRaster();
        int[] shown = new int[data.classes().size()];
        for (int i = 0; i < data.size(); i++) {
            int label = data.label(i);
            if (shown[label] < rows) {
                int top = shown[label]++ * h;
                for (int y = 0; y < h; y++) {
                    for (int x = 0; x < w; x++) {
                        int p = i * data.pictureSize() + y / zoom * data.width() + x / zoom;
                        raster.setSample(label * w + x, top + y, 0, data.pixels()[p] & 0xFF);
                    }
                }
            }
        }
        return sheet;
    }

    /**
     * Writes the sheet as PNG.
     *
     * @throws DataException if it cannot be written
     */
    public static void write(Dataset data, int rows, int zoom, Path png) {
        try {
            if (!ImageIO.write(of(data, rows, zoom), "png", png.toFile())) {
                throw new DataException(png + ": this Java platform cannot write PNG: use a full JDK");
            }
        } catch (IOException e) {
            throw new DataException(png + ": cannot be written: " + e + ": choose another place", e);
        }
    }
}
