package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pellucid.report.document.Drawing;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;

/** The receptive fields of the layers, drawn to scale on the picture; and a picture of im2col. */
final class FieldDrawing {
    private static final double PICTURE = 5;
    private static final int MOST = 10;

    private FieldDrawing() {}

    /** The fields that fit on the picture, one for each size. */
    static Drawing of(NetworkSpec spec) {
        Map<String, ReceptiveField> fields = ReceptiveField.of(spec);
        double unit = PICTURE / Math.max(spec.input().height(), spec.input().width());
        double high = spec.input().height() * unit;
        double wide = spec.input().width() * unit;
        Drawing.Builder d = new Drawing.Builder().box(0, 0, wide, high, Drawing.Fill.PALE);
        List<String> words = new ArrayList<>();
        List<ReceptiveField> shown = new ArrayList<>();
        for (Node node : spec.nodes()) {
            ReceptiveField field = fields.get(node.name());
            boolean wider = shown.isEmpty()
                    || field.h() > shown.get(shown.size() - 1).h()
                    || field.w() > shown.get(shown.size() - 1).w();
            boolean fits = field.h() <= spec.input().height()
                    && field.w() <= spec.input().width();
            if (!field.whole() && field.h() * field.w() > 1 && wider && fits && shown.size() < MOST) {
                shown.add(field);
                words.add(node.name() + ": " + field);
            }
        }
        for (ReceptiveField field : shown) {
            double h = field.h() * unit;
            double w = field.w() * unit;
            d.box((wide - w) / 2, (high - h) / 2, w, h, Drawing.Fill.NONE);
        }
        // From the upper right corners, which lie on a line: the widest field on top, so that no two lines cross.
        double step = Math.min(0.45, high / Math.max(1, words.size()));
        for (int i = 0; i < words.size(); i++) {
            ReceptiveField field = shown.get(i);
            double y = (words.size() - 0.5 - i) * step;
            d.line((wide + field.w() * unit) / 2, (high - field.h() * unit) / 2, wide + 0.35, y);
            d.label(wide + 0.45, y, words.get(i), 'l', 8);
        }
        return d.build(wide + 5, high);
    }

    /** A window of 3×3 on a padded picture of 4×4 and the column it becomes. */
    static Drawing im2col() {
        double cell = 0.55;
        Drawing.Builder d = new Drawing.Builder();
        for (int r = 0; r < 6; r++) {
            for (int c = 0; c < 6; c++) {
                boolean inside = r >= 1 && r <= 4 && c >= 1 && c <= 4;
                boolean window = r >= 1 && r <= 3 && c >= 2 && c <= 4;
                Drawing.Fill fill = window ? Drawing.Fill.ORANGE : inside ? Drawing.Fill.BLUE : Drawing.Fill.PALE;
                d.box(c * cell, 0.9 + r * cell, cell, cell, fill);
                if (inside) {
                    d.label(c * cell + cell / 2, 0.9 + r * cell + cell / 2, "" + ((r - 1) * 4 + c - 1), 'c', 8);
                }
            }
        }
        d.frame(2 * cell, 0.9 + cell, 3 * cell, 3 * cell);
        d.label(3 * cell, 0.9 + 6 * cell + 0.35, "x with one row and column of zeros around", 'c', 8);
        d.arrow(6 * cell + 0.3, 0.9 + 3 * cell, 6 * cell + 1.3, 0.9 + 3 * cell);
        double left = 6 * cell + 1.7;
        double narrow = 0.5;
        for (int place = 0; place < 16; place++) {
            for (int row = 0; row < 9; row++) {
                int r = place / 4 + row / 3 - 1;
                int c = place % 4 + row % 3 - 1;
                boolean inside = r >= 0 && r < 4 && c >= 0 && c < 4;
                Drawing.Fill fill = place == 6 ? Drawing.Fill.ORANGE : inside ? Drawing.Fill.BLUE : Drawing.Fill.PALE;
                d.box(left + place * narrow, 0.3 + row * 0.47, narrow, 0.47, fill);
                if (inside) {
                    d.label(left + (place + 0.5) * narrow, 0.3 + (row + 0.5) * 0.47, "" + (r * 4 + c), 'c', 7);
                }
            }
        }
        d.frame(left + 6 * narrow, 0.3, narrow, 9 * 0.47);
        d.label(left + 8 * narrow, 0.3 + 9 * 0.47 + 0.3, "X: a row for each weight, a column for each place", 'c', 8);
        return d.build(left + 16 * narrow + 0.05, 5.2);
    }
}
