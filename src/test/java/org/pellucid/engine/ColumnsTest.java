package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pellucid.engine.loops.PlainLoops;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Rng;

/** Windows written out, against their definition: on pictures so small that whole taps lie beside them, too. */
class ColumnsTest {
    private static final int PICTURES = 2;
    private static final Padding PADDING = new Padding(Padding.Mode.EXPLICIT, 2, 1, 1, 3);

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "2, 2", "4, 2"})
    void windowsAreThePixelsUnderThem(int channels, int groups) {
        Rng rng = Rng.of(41, channels, groups);
        int fits = 0;
        while (fits < 400) {
            Shape in = new Shape(channels, 1 + rng.nextInt(5), 1 + rng.nextInt(5));
            Size kernel = new Size(1 + rng.nextInt(4), 1 + rng.nextInt(4));
            Size stride = new Size(1 + rng.nextInt(3), 1 + rng.nextInt(3));
            Size dilation = new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2));
            Window w;
            try {
                w = Window.of(in, kernel, stride, dilation, PADDING);
            } catch (SpecException doesNotFit) {
                continue;
            }
            fits++;
            check(new Conv2dGeometry(PICTURES, channels, groups, groups, w), rng);
        }
    }

    private static void check(Conv2dGeometry g, Rng rng) {
        Window w = g.window();
        float[] x = new float[PICTURES * w.hIn() * w.wIn() * g.cIn()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) rng.nextGaussian();
        }
        int first = rng.nextInt(w.hOut());
        int rows = PICTURES * w.hOut() - first;
        float[] col = new float[rows * w.wOut() * g.reduction()];
        int group = rng.nextInt(g.groups());
        new Columns(g, new PlainLoops()).gather(x, first, rows, group, col);
        int at = 0;
        for (int r = first; r < first + rows; r++) {
            for (int ow = 0; ow < w.wOut(); ow++) {
                for (int kh = 0; kh < w.kH(); kh++) {
                    for (int kw = 0; kw < w.kW(); kw++) {
                        for (int c = 0; c < g.cInPerGroup(); c++) {
                            assertThat(col[at++])
                                    .as("%s, row %d, column %d, tap %d, %d, channel %d", g, r, ow, kh, kw, c)
                                    .isEqualTo(pixel(g, x, r, ow, kh, kw, group * g.cInPerGroup() + c));
                        }
                    }
                }
            }
        }
    }

    private static float pixel(Conv2dGeometry g, float[] x, int r, int ow, int kh, int kw, int channel) {
        Window w = g.window();
        int ih = r % w.hOut() * w.strideH() + kh * w.dilationH() - w.padTop();
        int iw = ow * w.strideW() + kw * w.dilationW() - w.padLeft();
        if (ih < 0 || ih >= w.hIn() || iw < 0 || iw >= w.wIn()) {
            return 0;
        }
        return x[((r / w.hOut() * w.hIn() + ih) * w.wIn() + iw) * g.cIn() + channel];
    }
}
