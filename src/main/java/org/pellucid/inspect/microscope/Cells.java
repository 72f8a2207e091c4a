package org.pellucid.inspect.microscope;

import java.util.List;
import java.util.stream.Collectors;
import org.pellucid.spec.Shape;

/** Places in arrays, and their names. */
final class Cells {
    private Cells() {}

    /** Where [n, c, h, w] stands in an array of examples of this shape. */
    static int at(Shape shape, int n, int c, int h, int w) {
        return ((n * shape.channels() + c) * shape.height() + h) * shape.width() + w;
    }

    /** A value of such an array, with its name: {@code x[0,3,10,21]}, or {@code x[0,17]} of a vector. */
    static Factor of(String symbol, double[] array, Shape shape, int at) {
        return new Factor(name(symbol, shape, at), array[at]);
    }

    static String name(String symbol, Shape shape, int at) {
        int w = at % shape.width();
        int h = at / shape.width() % shape.height();
        int c = at / (shape.width() * shape.height()) % shape.channels();
        int n = at / shape.size();
        return shape.isFlat() ? bracket(symbol, n, c) : bracket(symbol, n, c, h, w);
    }

    static String bracket(String symbol, int... index) {
        StringBuilder text = new StringBuilder(symbol).append('[');
        for (int i = 0; i < index.length; i++) {
            text.append(i == 0 ? "" : ",").append(index[i]);
        }
        return text.append(']').toString();
    }

    static String bracket(String symbol, List<Integer> index) {
        return symbol + index.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
