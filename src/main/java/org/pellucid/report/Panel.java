package org.pellucid.report;

import java.awt.image.BufferedImage;

/**
 * One picture on a sheet.
 *
 * @param caption a line below it
 * @param detail a second, smaller line; may be empty
 * @param picture its pixels are enlarged, not smoothed
 * @param scale shown beside it as a bar with numbers; null for none
 */
public record Panel(String caption, String detail, BufferedImage picture, Scale scale) {
    /** Values in the colours of a scale. */
    public static Panel of(String caption, String detail, double[] values, int h, int w, Scale scale) {
        return new Panel(caption, detail, scale.picture(values, h, w), scale);
    }

    /** A grey picture, laid under values in colours: half of each. */
    public static Panel over(String caption, String detail, double[] grey, double[] values, int h, int w, Scale scale) {
        BufferedImage below = Scale.grey(grey).picture(grey, h, w);
        BufferedImage above = scale.picture(values, h, w);
        BufferedImage both = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int a = below.getRGB(x, y);
                int b = above.getRGB(x, y);
                both.setRGB(x, y, ((a >> 1) & 0x7F7F7F) + ((b >> 1) & 0x7F7F7F));
            }
        }
        return new Panel(caption, detail, both, null);
    }
}
