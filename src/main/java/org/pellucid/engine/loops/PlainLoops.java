package org.pellucid.engine.loops;

/** Plain Java: for machines without the Vector API, and to compare with. */
public final class PlainLoops implements Loops {
    @Override
    public boolean fuses(int channels) {
        return true;
    }

    @Override
    public void addBias(float[] y, int from, int to, float[] b, int channels, boolean relu) {
        for (int at = from; b != null && at < to; at += channels) {
            for (int c = 0; c < channels; c++) {
                y[at + c] += b[c];
            }
        }
        for (int i = from; relu && i < to; i++) {
            y[i] = Math.max(y[i], 0f);
        }
    }

    @Override
    public void mask(float[] y, float[] dy, int from, int to) {
        for (int i = from; i < to; i++) {
            dy[i] = y[i] > 0 ? dy[i] : 0;
        }
    }

    @Override
    public void sumPixels(float[] x, int from, int to, float[] sums, int channels) {
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c++) {
                sums[c] += x[at + c];
            }
        }
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void addScaled(float scale, float[] x, int xAt, float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            y[yAt + i] += scale * x[xAt + i];
        }
    }

    @Override
    public void multiply(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
        for (int i = 0; i < count; i++) {
            c[cAt + i] = a[aAt + i] * b[bAt + i];
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int count) {
        for (int i = 0; i < count; i++) {
            c[cAt + i] += a[aAt + i] * b[bAt + i];
        }
    }

    @Override
    public void sumSquares(float[] x, int from, int to, int channels, double[] sums, double[] squares) {
        ChannelSums.ofSquares(x, from, to, channels, sums, squares);
    }

    @Override
    public void sumProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        ChannelSums.ofProducts(x, dy, from, to, n, sums, products);
    }

    @Override
    public void sumMaskedProducts(
            float[] x, float[] dy, int from, int to, Normalisation n, double[] sums, double[] products) {
        float[] mean = n.mean();
        float[] scale = n.scale();
        float[] shift = n.shift();
        int channels = n.channels();
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c++) {
                dy[at + c] = normalised(x[at + c], mean[c], scale[c], shift[c]) > 0 ? dy[at + c] : 0;
            }
        }
        sumProducts(x, dy, from, to, n, sums, products);
    }

    @Override
    public void normalise(float[] x, int from, int to, float[] y, int yAt, Normalisation n, boolean relu) {
        float[] mean = n.mean();
        float[] scale = n.scale();
        float[] shift = n.shift();
        int channels = n.channels();
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c++) {
                float value = (x[at + c] - mean[c]) * scale[c] + shift[c];
                y[yAt + at - from + c] = relu ? Math.max(value, 0f) : value;
            }
        }
    }

    @Override
    public void normaliseBackward(float[] x, float[] dy, int from, int to, float[] dx, int dxAt, Normalisation n) {
        float[] mean = n.mean();
        float[] slope = n.slope();
        float[] curve = n.curve();
        float[] constant = n.constant();
        int channels = n.channels();
        for (int at = from; at < to; at += channels) {
            for (int c = 0; c < channels; c++) {
                dx[dxAt + at - from + c] = slope[c] * dy[at + c] + curve[c] * (x[at + c] - mean[c]) + constant[c];
            }
        }
    }

    @Override
    public void maxPool(float[] x, int upper, int lower, float[] y, int yAt, int width, int channels) {
        for (int w = 0; w < width; w++) {
            int a = upper + 2 * w * channels;
            int b = lower + 2 * w * channels;
            for (int c = 0; c < channels; c++) {
                float best = x[a + c];
                best = x[a + channels + c] > best ? x[a + channels + c] : best;
                best = x[b + c] > best ? x[b + c] : best;
                best = x[b + channels + c] > best ? x[b + channels + c] : best;
                y[yAt + w * channels + c] = best;
            }
        }
    }

    @Override
    public void maxPoolBackward(
            float[] x, int upper, int lower, float[] y, float[] dy, int yAt, float[] dx, int width, int channels) {
        for (int w = 0; w < width; w++) {
            int a = upper + 2 * w * channels;
            int b = lower + 2 * w * channels;
            for (int c = 0; c < channels; c++) {
                float best = y[yAt + w * channels + c];
                float rest = dy[yAt + w * channels + c];
                rest = give(x, a + c, best, rest, dx);
                rest = give(x, a + channels + c, best, rest, dx);
                rest = give(x, b + c, best, rest, dx);
                give(x, b + channels + c, best, rest, dx);
            }
        }
    }

    /** The gradient goes to x[i] if it is the greatest; what is left for the others is returned. */
    private static float give(float[] x, int i, float best, float rest, float[] dx) {
        boolean won = x[i] == best;
        dx[i] = won ? rest : 0;
        return won ? 0 : rest;
    }

    @Override
    public void reluPool(
            float[] x,
            int upper,
            int lower,
            float[] b,
            float[] y,
            int yAt,
            float[] winners,
            int winnersAt,
            int width,
            int channels) {
        for (int p = 0; p < width; p++) {
            for (int c = 0; c < channels; c++) {
                float best = x[upper + 2 * p * channels + c];
                int winner = 0;
                for (int i = 1; i < 4; i++) {
                    float value = x[(i < 2 ? upper : lower) + (2 * p + i % 2) * channels + c];
                    if (value > best) {
                        best = value;
                        winner = i;
                    }
                }
                best += b[c];
                y[yAt + p * channels + c] = best <= 0 ? 0 : best;
                winners[winnersAt + p * channels + c] = best <= 0 ? NONE : winner;
            }
        }
    }

    @Override
    public void reluPoolBackward(
            float[] dy,
            int dyAt,
            float[] winners,
            int winnersAt,
            float[] dx,
            int upper,
            int lower,
            int width,
            int channels,
            float[] sums) {
        for (int p = 0; p < width; p++) {
            for (int c = 0; c < channels; c++) {
                float d = dy[dyAt + p * channels + c];
                float winner = winners[winnersAt + p * channels + c];
                for (int i = 0; i < 4; i++) {
                    dx[(i < 2 ? upper : lower) + (2 * p + i % 2) * channels + c] = winner == i ? d : 0;
                }
                sums[c] += winner < NONE ? d : 0;
            }
        }
    }

    @Override
    public void normalisePool(float[] x, int upper, int lower, float[] y, int yAt, int width, Normalisation n) {
        float[] mean = n.mean();
        float[] scale = n.scale();
        float[] shift = n.shift();
        int channels = n.channels();
        for (int w = 0; w < width; w++) {
            int a = upper + 2 * w * channels;
            int b = lower + 2 * w * channels;
            for (int c = 0; c < channels; c++) {
                float best = normalised(x[a + c], mean[c], scale[c], shift[c]);
                best = Math.max(best, normalised(x[a + channels + c], mean[c], scale[c], shift[c]));
                best = Math.max(best, normalised(x[b + c], mean[c], scale[c], shift[c]));
                best = Math.max(best, normalised(x[b + channels + c], mean[c], scale[c], shift[c]));
                y[yAt + w * channels + c] = best;
            }
        }
    }

    private static float normalised(float x, float mean, float scale, float shift) {
        return Math.max((x - mean) * scale + shift, 0f);
    }

    @Override
    public void normalisePoolBackward(
            float[] x,
            int upper,
            int lower,
            float[] y,
            int yAt,
            float[] dy,
            int dyAt,
            float[] gradient,
            int width,
            Normalisation n,
            double[] sums,
            double[] products) {
        float[] mean = n.mean();
        float[] scale = n.scale();
        float[] shift = n.shift();
        float[] inverse = n.inverse();
        int channels = n.channels();
        for (int w = 0; w < width; w++) {
            for (int c = 0; c < channels; c++) {
                float best = y[yAt + w * channels + c];
                float rest = best > 0 ? dy[dyAt + w * channels + c] : 0;
                sums[c] += rest;
                for (int tap = 0; tap < 4; tap++) {
                    int i = (tap < 2 ? upper : lower) + (2 * w + tap % 2) * channels + c;
                    boolean won = normalised(x[i], mean[c], scale[c], shift[c]) == best;
                    gradient[i] = won ? rest : 0;
                    products[c] += (double) gradient[i] * ((x[i] - mean[c]) * inverse[c]);
                    rest = won ? 0 : rest;
                }
            }
        }
    }

    @Override
    public void maxTap(float[] x, int xAt, int step, float[] y, int yAt, int width, int channels) {
        for (int w = 0; w < width; w++) {
            int in = xAt + w * step;
            int out = yAt + w * channels;
            for (int c = 0; c < channels; c++) {
                y[out + c] = x[in + c] > y[out + c] ? x[in + c] : y[out + c];
            }
        }
    }

    @Override
    public void maxTapBackward(
            float[] x,
            int xAt,
            int step,
            float[] y,
            int yAt,
            float[] rest,
            int restAt,
            float[] dx,
            int width,
            int channels) {
        for (int w = 0; w < width; w++) {
            int in = xAt + w * step;
            for (int c = 0; c < channels; c++) {
                int at = w * channels + c;
                boolean won = x[in + c] == y[yAt + at];
                dx[in + c] += won ? rest[restAt + at] : 0;
                rest[restAt + at] = won ? 0 : rest[restAt + at];
            }
        }
    }

    @Override
    public void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Exponential.sigmoid(x[i]);
        }
    }

    @Override
    public void silu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] * Exponential.sigmoid(x[i]);
        }
    }

    @Override
    public void siluBackward(float[] x, float[] y, float[] dy, float[] dx, int from, int to, float[] sigma) {
        for (int i = from; i < to; i++) {
            float s = Exponential.sigmoid(x[i]);
            dx[i] = dy[i] * (s + y[i] * (1 - s));
        }
    }
}
