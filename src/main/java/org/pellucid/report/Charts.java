package org.pellucid.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The charts of a run as PNG pictures, fit to print: white, with a thin grid, in colours that the colour-blind tell
 * apart, at 300 dots an inch.
 *
 * <p>Files are written whole or not at all, in place of what was there. Nothing here needs a display.
 */
public final class Charts {
    private Charts() {}

    /**
     * Curves over epochs, such as the accuracy in training and validation: 1600 × 1000 pixels.
     *
     * <p>Values that are not finite leave gaps; a lone point shows as a dot. A few values that dwarf all others, such as
     * the loss of a first epoch gone wild, are marked by an arrowhead and written at the upper edge instead of
     * flattening the rest.
     *
     * @param png the file to write, in a folder that exists
     * @param title above the chart
     * @param yLabel beside the vertical axis
     * @param curves at least one
     * @param bestEpoch an epoch to mark, left out if it is off the chart
     * @throws IllegalArgumentException if there is no curve
     * @throws org.pellucid.model.ModelException if the file cannot be written; then nothing half-written remains
     * @throws IOException if Java finds no fonts to write with
     */
    public static void curves(Path png, String title, String yLabel, List<Curve> curves, OptionalInt bestEpoch)
            throws IOException {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("chart '" + title + "' expects at least one curve but gets none");
        }
        CurveChart chart = new CurveChart(title, yLabel, curves, bestEpoch);
        Canvas.save(png, CurveChart.WIDTH, CurveChart.HEIGHT, chart::draw);
    }

    /**
     * A confusion matrix as a heat map: 1600 × 1440 pixels. Shade and percent say the share of the true class, that is of
     * the row; below stands the count. A row without examples is grey.
     *
     * @param png the file to write, in a folder that exists
     * @param title above the chart
     * @param classes the names, in order of rows and columns
     * @param counts rows are true classes, columns predicted ones; not negative
     * @throws IllegalArgumentException if counts are not a square of that many classes, or one is negative
     * @throws org.pellucid.model.ModelException if the file cannot be written; then nothing half-written remains
     * @throws IOException if Java finds no fonts to write with
     */
    public static void confusion(Path png, String title, List<String> classes, int[][] counts) throws IOException {
        int k = classes.size();
        if (k == 0 || counts.length != k) {
            throw new IllegalArgumentException("confusion matrix of " + k + " classes " + classes + " expects as many"
                    + " rows, at least 1, but gets " + counts.length);
        }
        for (int row = 0; row < k; row++) {
            checkRow(classes.get(row), counts[row], k);
        }
        ConfusionChart chart = new ConfusionChart(title, classes, counts);
        Canvas.save(png, ConfusionChart.WIDTH, ConfusionChart.HEIGHT, chart::draw);
    }

    private static void checkRow(String name, int[] row, int k) {
        if (row.length != k) {
            throw new IllegalArgumentException(
                    "confusion matrix expects " + k + " counts in row '" + name + "' but gets " + row.length);
        }
        for (int count : row) {
            if (count < 0) {
                throw new IllegalArgumentException(
                        "confusion matrix expects counts of at least 0 but row '" + name + "' has " + count);
            }
        }
    }
}
