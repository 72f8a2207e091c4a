package org.pellucid.textbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;

/** Winograd's tiles give what the definition gives. */
class WinogradTest {
    static Stream<Arguments> cases() {
        return Stream.of(Winograd.F2, Winograd.F3, Winograd.F4)
                .flatMap(f -> Stream.of(Padding.SAME, Padding.VALID)
                        .flatMap(p -> Stream.of(new Size(3, 7), new Size(8, 8), new Size(5, 10))
                                .map(size -> Arguments.of(f, p, size))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheDefinition(Winograd f, Padding padding, Size size) {
        Shape in = new Shape(3, size.height(), size.width());
        Window w = Window.of(in, Size.of(3), Size.of(1), Size.of(1), padding);
        Conv2dGeometry g = new Conv2dGeometry(2, 3, 4, 1, w);
        Rng rng = Rng.of(7, size.height());
        double[] x = draw(rng, g.xSize());
        double[] k = draw(rng, g.wSize());
        double[] b = draw(rng, g.cOut());
        double[] y = f.forward(g, x, k, b);
        double[] exact = Conv2d.forward(g, x, k, b);
        double[] magnitudes = f.magnitudes().forward(g, absolute(x), absolute(k), absolute(b));

        for (int i = 0; i < y.length; i++) {
            // Each transform is two products with sums of six at most, then the channels and the bias; constants round
            // too.
            double roundings = 6 * 6 + g.cIn() + 1;
            assertThat(Math.abs(y[i] - exact[i])).isLessThanOrEqualTo(roundings * 0x1p-52 * magnitudes[i]);
        }
    }

    private static double[] draw(Rng rng, int size) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = rng.uniform(-1, 1);
        }
        return values;
    }

    private static double[] absolute(double[] values) {
        double[] a = values.clone();
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.abs(a[i]);
        }
        return a;
    }
}
