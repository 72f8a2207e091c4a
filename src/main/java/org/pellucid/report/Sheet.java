package org.pellucid.report;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.pellucid.report.Figure.Anchor;

/** Pictures in rows and columns under a title, with their scales. */
public final class Sheet {
    private static final int EDGE = 20;
    private static final int HEAD = 44;
    private static final int NOTE = 18;
    private static final int BAR = 12;
    private static final int BAR_ROOM = 74;

    private Sheet() {}

    /**
     * Panels side by side, each with a scale of its own if it has one.
     *
     * @param notes lines below the title
     * @param columns panels in a row
     * @param size of a panel's longer edge in points
     */
    public static Figure panels(String title, List<String> notes, List<Panel> panels, int columns, int size) {
        boolean bars = panels.stream().anyMatch(p -> p.scale() != null);
        int cell = size + (bars ? BAR_ROOM : 14);
        int across = Math.min(columns, panels.size());
        int rows = (panels.size() + columns - 1) / columns;
        int top = HEAD + NOTE * notes.size() + 8;
        int tall = size + 52;
        int width = Math.max(2 * EDGE + across * cell, 560);
        Figure figure = head(width, top + rows * tall + 8, title, notes);
        for (int i = 0; i < panels.size(); i++) {
            Panel p = panels.get(i);
            double x = EDGE + i % columns * (double) cell;
            double y = top + i / columns * (double) tall;
            int most = Math.max(p.picture().getWidth(), p.picture().getHeight());
            double w = (double) size * p.picture().getWidth() / most;
            double h = (double) size * p.picture().getHeight() / most;
            figure.raster(p.picture(), x, y, w, h).box(x, y, w, h, null, Palette.GRID, 1);
            figure.text(p.caption(), x, y + h + 17, 13, Anchor.START, Palette.INK);
            figure.text(p.detail(), x, y + h + 33, 11, Anchor.START, Palette.MUTED);
            if (p.scale() != null) {
                bar(figure, p.scale(), x + w + 8, y, h);
            }
        }
        return figure;
    }

    /**
     * Many small maps, numbered from 0 in reading order, all on one scale, so that they may be compared.
     *
     * @param maps [h, w] each
     * @param scale of all
     */
    public static Figure maps(String title, List<String> notes, List<double[]> maps, int h, int w, Scale scale) {
        int n = maps.size();
        int columns = (int) Math.max(4, Math.ceil(Math.sqrt(n * 1.6)));
        int zoom = Math.max(1, Math.min(28, (int) Math.round(900.0 / columns / w)));
        int gap = 4;
        boolean numbered = zoom * w >= 22;
        int line = numbered ? 12 : 0;
        int across = Math.min(n, columns);
        int rows = (n + columns - 1) / columns;
        int top = HEAD + NOTE * notes.size() + 8;
        int tall = zoom * h + gap + line;
        int grid = across * (zoom * w + gap);
        int width = Math.max(2 * EDGE + grid + BAR_ROOM, 560);
        int body = Math.max(rows * tall, 120);
        Figure figure = head(width, top + body + EDGE, title, notes);
        for (int i = 0; i < n; i++) {
            double x = EDGE + i % columns * (double) (zoom * w + gap);
            double y = top + i / columns * (double) tall;
            figure.raster(scale.picture(maps.get(i), h, w), x, y, zoom * w, zoom * h);
            figure.box(x, y, zoom * w, zoom * h, null, Palette.GRID, 0.5);
            if (numbered) {
                figure.text(Integer.toString(i), x, y + zoom * h + 10, 9, Anchor.START, Palette.MUTED);
            }
        }
        bar(figure, scale, EDGE + grid + 8, top, Math.min(260, body - line));
        return figure;
    }

    private static Figure head(int width, int height, String title, List<String> notes) {
        Figure figure = new Figure(width, height, title);
        figure.heading(title, EDGE, 30, 17, Anchor.START, Palette.INK);
        for (int i = 0; i < notes.size(); i++) {
            figure.text(notes.get(i), EDGE, HEAD + NOTE * i + 6.0, 12, Anchor.START, Palette.MUTED);
        }
        return figure;
    }

    /** A scale upright, its numbers to the right. */
    static void bar(Figure figure, Scale scale, double x, double y, double h) {
        BufferedImage colours = new BufferedImage(1, 128, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 128; i++) {
            colours.setRGB(0, i, scale.ramp().rgb(1 - i / 127.0));
        }
        figure.raster(colours, x, y, BAR, h).box(x, y, BAR, h, null, Palette.MUTED, 0.5);
        int ticks = h < 60 ? 1 : 4;
        double step = (scale.high() - scale.low()) / ticks;
        for (int i = 0; i <= ticks; i++) {
            double at = y + h - i * h / ticks;
            figure.line(x + BAR, at, x + BAR + 3, at, Palette.MUTED, 0.7);
            double inside = Math.min(y + h, Math.max(y + 8, at + 3.5));
            figure.text(number(scale.low() + i * step, step), x + BAR + 6, inside, 10, Anchor.START, Palette.INK);
        }
    }

    /** With as many digits as the step between ticks needs, so that no two read alike. */
    static String number(double value, double step) {
        if (Math.abs(value) < step * 1e-6) {
            return "0";
        }
        int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(step)));
        double most = Math.abs(value);
        String text = decimals > 4 || most >= 1e5
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.replace('-', '−');
    }
}
