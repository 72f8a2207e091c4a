package org.pellucid.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;

/** Lines over epochs, each named at its end; JFreeChart draws the axes and lines, we what is written on them. */
final class CurveChart {
    static final int WIDTH = 800;
    static final int HEIGHT = 500;

    /** Up to this many points a line shows each of them. */
    private static final int FEW_POINTS = 25;

    private static final float LINE = 2.6f;
    private static final double DOT = 3.6;
    private static final double RING = 5.5;
    private static final double NAME_GAP = 12;
    private static final double NOTE_RISE = 11;
    private static final String ARROW = "↑ ";
    private static final double LABEL_ROOM = 28;

    private final String title;
    private final String yLabel;
    private final List<Curve> curves;
    private final OptionalInt bestEpoch;
    private final YRange range;

    CurveChart(String title, String yLabel, List<Curve> curves, OptionalInt bestEpoch) {
        this.title = title;
        this.yLabel = yLabel;
        this.curves = List.copyOf(curves);
        this.bestEpoch = bestEpoch;
        this.range = YRange.of(curves);
    }

    void draw(Graphics2D g) {
        g.setFont(Canvas.TEXT);
        double names = Canvas.widest(g, curves.stream().map(Curve::name).toList(), WIDTH * 0.25);
        XYPlot plot = plot(names);
        JFreeChart chart = new JFreeChart(null, Canvas.TITLE, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(14, 14, 12, 10));
        g.setFont(Canvas.TITLE);
        TextTitle heading = new TextTitle(Canvas.fit(g, title, WIDTH - 40), Canvas.TITLE);
        heading.setPaint(Palette.INK);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        // Below the title stands the note on the best epoch.
        heading.setPadding(0, 6, 30, 0);
        chart.setTitle(heading);

        ChartRenderingInfo info = new ChartRenderingInfo();
        chart.draw(g, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), info);
        Rectangle2D area = info.getPlotInfo().getDataArea();
        drawLabel(g, area);
        drawBest(g, plot, area);
        drawNotes(g, plot, area);
        drawNames(g, plot, area, names);
    }

    private XYPlot plot(double names) {
        DefaultXYDataset data = new DefaultXYDataset();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean getItemShapeVisible(int series, int item) {
                return curves.get(series).x().length <= FEW_POINTS
                        || alone(curves.get(series).y(), item);
            }
        };
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            data.addSeries(i, new double[][] {curve.x(), finite(curve.y())});
            renderer.setSeriesPaint(i, Palette.line(i));
            renderer.setSeriesStroke(i, new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            renderer.setSeriesShape(i, dot(0, 0, DOT));
        }
        renderer.setDrawSeriesLineAsPath(true);

        XYPlot plot = new XYPlot(data, xAxis(), yAxis(), renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(0, LABEL_ROOM, 0, NAME_GAP + names + 4));
        return plot;
    }

    private NumberAxis xAxis() {
        NumberAxis axis = new NumberAxis("epoch");
        double[] ends = curves.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.x()))
                .sorted()
                .toArray();
        double low = ends.length == 0 ? 0 : ends[0];
        double high = ends.length == 0 ? 1 : ends[ends.length - 1];
        double margin = low == high ? 0.5 : (high - low) * 0.02;
        axis.setRange(low - margin, high + margin);
        axis.setTickUnit(Ticks.unit(high - low + 2 * margin, 13, 1));
        return dress(axis);
    }

    private NumberAxis yAxis() {
        NumberAxis axis = new NumberAxis();
        axis.setRange(range.low(), range.high());
        axis.setTickUnit(Ticks.unit(range.high() - range.low(), 10, 0));
        return dress(axis);
    }

    private static NumberAxis dress(NumberAxis axis) {
        axis.setLabelFont(Canvas.TEXT);
        axis.setLabelPaint(Palette.INK);
        axis.setLabelInsets(new RectangleInsets(6, 6, 6, 6));
        axis.setTickLabelFont(Canvas.TEXT);
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLinePaint(Palette.MUTED);
        axis.setTickMarkPaint(Palette.MUTED);
        return axis;
    }

    /** JFreeChart would draw it as outlines, and not as a text that can be searched. */
    private void drawLabel(Graphics2D g, Rectangle2D area) {
        double x = LABEL_ROOM;
        g.setColor(Palette.INK);
        g.setFont(Canvas.TEXT);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2, x, area.getCenterY());
        Frame.centred(g, yLabel, x, area.getCenterY());
        g.setTransform(upright);
    }

    /** A thin line at the best epoch, and a ring on each curve there. */
    private void drawBest(Graphics2D g, XYPlot plot, Rectangle2D area) {
        if (!showsBest(plot)) {
            return;
        }
        double x = plot.getDomainAxis().valueToJava2D(bestEpoch.getAsInt(), area, RectangleEdge.BOTTOM);
        g.setColor(Palette.MUTED);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {5, 4}, 0));
        g.draw(new Line2D.Double(x, area.getMinY(), x, area.getMaxY()));
        for (int i = 0; i < curves.size(); i++) {
            double y = at(curves.get(i), bestEpoch.getAsInt());
            if (y >= range.low() && y <= range.high()) {
                double py = plot.getRangeAxis().valueToJava2D(y, area, RectangleEdge.LEFT);
                g.setColor(Color.WHITE);
                g.fill(dot(x, py, RING));
                g.setColor(Palette.line(i));
                g.setStroke(new BasicStroke(LINE));
                g.draw(dot(x, py, RING));
            }
        }
    }

    private boolean showsBest(XYPlot plot) {
        return bestEpoch.isPresent() && plot.getDomainAxis().getRange().contains(bestEpoch.getAsInt());
    }

    /** Above the chart: which epoch is best, and how high the values are that are cut off. */
    private void drawNotes(Graphics2D g, XYPlot plot, Rectangle2D area) {
        List<Note> notes = new ArrayList<>();
        if (showsBest(plot)) {
            notes.add(new Note("best epoch " + bestEpoch.getAsInt(), Palette.MUTED, bestEpoch.getAsInt()));
        }
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            for (int j = 0; j < curve.x().length; j++) {
                if (Double.isFinite(curve.y()[j]) && curve.y()[j] > range.high()) {
                    notes.add(new Note(ARROW + number(curve.y()[j]), Palette.line(i), curve.x()[j]));
                }
            }
        }
        g.setFont(Canvas.SMALL);
        double[] widths = notes.stream()
                .mapToDouble(note -> g.getFontMetrics().stringWidth(note.text()))
                .toArray();
        double[] wished = notes.stream()
                .mapToDouble(note -> plot.getDomainAxis().valueToJava2D(note.x(), area, RectangleEdge.BOTTOM))
                .toArray();
        double[] centres = Labels.apart(wished, widths, NAME_GAP, area.getMinX(), WIDTH - NAME_GAP);
        for (int i = 0; i < centres.length; i++) {
            g.setColor(notes.get(i).colour());
            g.drawString(
                    notes.get(i).text(), (float) (centres[i] - widths[i] / 2), (float) (area.getMinY() - NOTE_RISE));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1e5 ? "%.1f" : "%.1e", value);
    }

    /** Names beside the lines' last points, moved apart where they would overlap. */
    private void drawNames(Graphics2D g, XYPlot plot, Rectangle2D area, double width) {
        g.setFont(Canvas.TEXT);
        double[] heights = new double[curves.size()];
        Arrays.fill(heights, g.getFontMetrics().getHeight());
        double[] wished = new double[curves.size()];
        for (int i = 0; i < wished.length; i++) {
            double last = Math.min(range.high(), last(curves.get(i).y()));
            wished[i] = plot.getRangeAxis().valueToJava2D(last, area, RectangleEdge.LEFT);
        }
        double[] centres = Labels.apart(wished, heights, 0, area.getMinY(), area.getMaxY());
        for (int i = 0; i < centres.length; i++) {
            g.setColor(Palette.line(i));
            double baseline = centres[i] + g.getFontMetrics().getAscent() * 0.36;
            g.drawString(
                    Canvas.fit(g, curves.get(i).name(), width), (float) (area.getMaxX() + NAME_GAP), (float) baseline);
        }
    }

    private record Note(String text, Color colour, double x) {}

    private static Ellipse2D dot(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    /** JFreeChart leaves gaps at NaN only. */
    private static double[] finite(double[] y) {
        return Arrays.stream(y).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
    }

    /** Whether neither neighbour is there to draw a line to. */
    private static boolean alone(double[] y, int i) {
        return (i == 0 || !Double.isFinite(y[i - 1])) && (i == y.length - 1 || !Double.isFinite(y[i + 1]));
    }

    private static double at(Curve curve, int epoch) {
        int i = Arrays.binarySearch(curve.x(), epoch);
        return i < 0 ? Double.NaN : curve.y()[i];
    }

    /** The last finite value, or 0 if there is none. */
    private static double last(double[] y) {
        double last = 0;
        for (double value : y) {
            last = Double.isFinite(value) ? value : last;
        }
        return last;
    }
}
