package org.pellucid.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.pellucid.data.Dataset;

/** Pictures side by side with a few words below each. */
public final class PictureSheet {
    private static final int EDGE = 120;
    private static final int GAP = 14;
    private static final int TOP = 56;
    private static final int LINE = 19;
    private static final int MARGIN = 20;

    /**
     * A place on the sheet.
     *
     * @param pictures one, or a few that belong together
     * @param words a few short lines
     * @param wrong whether the last line is in the colour of a mistake
     */
    public record Cell(List<BufferedImage> pictures, List<String> words, boolean wrong) {}

    private final String title;
    private final List<Cell> cells;
    private final int columns;
    private final int cellWidth;
    private final int cellHeight;

    /**
     * @param cells at least one; all of as many pictures as the first, or fewer
     * @param columns at most so many places in a row
     */
    public PictureSheet(String title, List<Cell> cells, int columns) {
        this.title = title;
        this.cells = List.copyOf(cells);
        this.columns = columns;
        int most = cells.stream().mapToInt(cell -> cell.pictures().size()).max().orElse(1);
        int lines = cells.stream().mapToInt(cell -> cell.words().size()).max().orElse(0);
        cellWidth = most * EDGE + (most - 1) * 2 + GAP;
        cellHeight = EDGE + lines * LINE + GAP;
    }

    /** One picture of a data set, in grey or, with three channels, in colour. */
    public static BufferedImage picture(Dataset data, int i) {
        int h = data.height();
        int w = data.width();
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        int at = i * data.pictureSize();
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int channel = data.channels() == 3 ? c : 0;
                    rgb = (rgb << 8) | (data.pixels()[at + (channel * h + y) * w + x] & 0xFF);
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    /** Writes the sheet as PNG. */
    public void save(Path png) throws IOException {
        Canvas.save(png, width(), height(), this::draw);
    }

    byte[] png() throws IOException {
        return Canvas.png(Path.of(title), width(), height(), this::draw);
    }

    private int width() {
        return 2 * MARGIN + columns * cellWidth - GAP;
    }

    private int height() {
        return TOP + (cells.size() + columns - 1) / columns * cellHeight + MARGIN - GAP;
    }

    private void draw(Graphics2D g) {
        Frame.title(g, title, width());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.setFont(Canvas.SMALL);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int x = MARGIN + i % columns * cellWidth;
            int y = TOP + i / columns * cellHeight;
            for (int p = 0; p < cell.pictures().size(); p++) {
                g.drawImage(cell.pictures().get(p), x + p * (EDGE + 2), y, EDGE, EDGE, null);
            }
            for (int line = 0; line < cell.words().size(); line++) {
                boolean last = line == cell.words().size() - 1;
                g.setColor(cell.wrong() && last ? new Color(0xB04A00) : Palette.INK);
                String fitting = Canvas.fit(g, cell.words().get(line), cellWidth - 6.0);
                g.drawString(fitting, x, y + EDGE + (line + 1) * LINE - 3);
            }
        }
    }
}
