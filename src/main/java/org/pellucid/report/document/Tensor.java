package org.pellucid.report.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A tensor with its values, to be printed as matrices.
 *
 * @param symbol what it is called, as TeX
 * @param name what it is called in the file's comments
 * @param shape row-major sizes: none for a number, one for a vector, two for a matrix; of more, the last two are rows and
 *     columns, and there is a matrix for each of the others
 * @param values as many as the shape says
 * @param digits decimals
 */
public record Tensor(String symbol, String name, List<Integer> shape, double[] values, int digits) {
    /** @throws IllegalArgumentException if there are not as many values as the shape says */
    public Tensor {
        shape = List.copyOf(shape);
        int size = shape.stream().reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of " + shape + " expects " + size + " values but gets " + values.length);
        }
    }

    /** A tensor whose name is its symbol. */
    public static Tensor of(String symbol, double[] values, int digits, int... shape) {
        return new Tensor(symbol, symbol, Arrays.stream(shape).boxed().toList(), values, digits);
    }

    /** The sizes in the file's comments, such as {@code 1x2x4x4}. */
    String sizes() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    /**
     * One matrix, or number, of it.
     *
     * @param label its symbol, with the indices that select it
     * @param rows its cells
     */
    record Matrix(String label, List<List<String>> rows) {
        /** {@code label = (…)} as TeX. */
        String tex() {
            if (rows.size() == 1 && rows.get(0).size() == 1) {
                return label + " = " + rows.get(0).get(0);
            }
            String cells = rows.stream().map(row -> String.join(" & ", row)).collect(Collectors.joining(" \\\\ "));
            return label + " = \\begin{pmatrix} " + cells + " \\end{pmatrix}";
        }

        /** About how many characters it is wide. */
        int width() {
            int columns = rows.get(0).size();
            int width = 0;
            for (int c = 0; c < columns; c++) {
                int column = c;
                width += 1
                        + rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0);
            }
            return width + 7;
        }
    }

    /** Its matrices, in order. */
    List<Matrix> matrices() {
        int columns = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        int rows = shape.size() < 2 ? 1 : shape.get(shape.size() - 2);
        int count = values.length / (rows * columns);
        List<Matrix> matrices = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            int first = m * rows * columns;
            List<List<String>> cells = IntStream.range(0, rows)
                    .mapToObj(r -> IntStream.range(0, columns)
                            .mapToObj(c -> Numbers.fixed(values[first + r * columns + c], digits))
                            .toList())
                    .toList();
            matrices.add(new Matrix(label(m, count), cells));
        }
        return matrices;
    }

    private String label(int matrix, int count) {
        if (count == 1) {
            return symbol;
        }
        List<Integer> outer = shape.subList(0, shape.size() - 2);
        StringBuilder indices = new StringBuilder();
        int rest = matrix;
        for (int d = outer.size() - 1; d >= 0; d--) {
            indices.insert(0, (d == 0 ? "" : ",") + rest % outer.get(d));
            rest /= outer.get(d);
        }
        int subscript = symbol.indexOf('_');
        return subscript < 0 ? symbol + "_{" + indices + "}" : "(" + symbol + ")_{" + indices + "}";
    }
}
