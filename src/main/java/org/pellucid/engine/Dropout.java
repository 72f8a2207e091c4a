package org.pellucid.engine;

import org.pellucid.tensor.Rng;

/**
 * While training, sets each value to 0 with the probability {@code rate} and divides the others by 1 − rate.
 *
 * <p>Whether a value is kept depends on the seed, the layer's name, the step, the example's place in the batch and the
 * unit alone; units are counted in the order [c, h, w] of the outside world, so that both machines drop the same.
 */
public final class Dropout implements ExampleLayer {
    private final double rate;
    private final float scale;
    private final long key;
    private final Signal x;
    private final Signal y;
    private final int channels;
    private final int pixels;
    private final boolean inputGradient;
    private final boolean[] kept;

    Dropout(double rate, String name, long seed, Signal x, Signal y, Plan plan) {
        this.rate = rate;
        scale = (float) (1 / (1 - rate));
        key = Rng.key(seed, Rng.key(name));
        this.x = x;
        this.y = y;
        channels = x.shape().channels();
        pixels = x.shape().height() * x.shape().width();
        inputGradient = plan.needsGradient(x);
        kept = new boolean[x.value().length];
    }

    /**
     * Whether a unit is kept: the rule that every dropout layer follows, for machines that must drop the same.
     *
     * @param rate of the layer
     * @param seed of {@link Options#seed()}
     * @param name of the layer, such as {@code dropout1}
     * @param step given to {@link Network#step(long)} last; 0 if never
     * @param example its place in the batch
     * @param unit its place in the example's c × h × w values
     */
    public static boolean keeps(double rate, long seed, String name, long step, int example, int unit) {
        return Rng.uniformAt(exampleKey(Rng.key(seed, Rng.key(name)), step, example), unit) >= rate;
    }

    private static long exampleKey(long key, long step, int example) {
        return Rng.mix(Rng.mix(key, step), example);
    }

    @Override
    public void forward(Pass pass, int from, int to, int worker) {
        if (!pass.training()) {
            System.arraycopy(x.value(), from * x.stride(), y.value(), from * x.stride(), (to - from) * x.stride());
            return;
        }
        for (int i = from; i < to; i++) {
            long stream = exampleKey(key, pass.step(), i);
            int at = i * x.stride();
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < channels; c++) {
                    boolean keep = Rng.uniformAt(stream, c * pixels + p) >= rate;
                    kept[at] = keep;
                    y.value()[at] = keep ? x.value()[at] * scale : 0;
                    at++;
                }
            }
        }
    }

    @Override
    public void backward(Pass pass, int from, int to, int shard, int worker) {
        if (!inputGradient) {
            return;
        }
        for (int i = from * x.stride(); i < to * x.stride(); i++) {
            x.gradient()[i] = kept[i] ? y.gradient()[i] * scale : 0;
        }
    }
}
