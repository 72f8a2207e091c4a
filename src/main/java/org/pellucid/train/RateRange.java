package org.pellucid.train;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.pellucid.data.Batches;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.gemm.Backend;
import org.pellucid.tensor.Tensor;

/**
 * A learning-rate range test: a short training whose rate grows from step to step by the same factor, from far too small to far
 * too large. Where the loss falls, the rate is useful; where it rises again, too large. Source: Smith, <i>Cyclical learning
 * rates for training neural networks</i>, WACV 2017.
 *
 * @param rates of the steps that were taken
 * @param losses of their batches, before the step
 * @param smoothed the losses' moving mean, s ← 0.9 s + 0.1 L, divided by 1 − 0.9ᵗ
 * @param lowest the rate at which the smoothed loss is least
 * @param suggested a tenth of the lowest: a rate to begin with
 * @param fallen whether the smoothed loss fell by more than the losses scatter about it; if not, more steps are needed
 * @param risen whether the loss rose after all; if not, {@code lowest} is but the end of the range
 */
public record RateRange(
        double[] rates,
        double[] losses,
        double[] smoothed,
        double lowest,
        double suggested,
        boolean fallen,
        boolean risen) {
    private static final double KEEP = 0.9;
    /** The test ends where the smoothed loss is this many times its least. */
    private static final double TOO_MUCH = 4;

    private static final double RISEN = 1.1;
    private static final double BELOW = 10;

    /**
     * Runs the test; weights, order and augmentation are those of the settings' seed.
     *
     * @param config of which rate and schedule are not looked at
     * @param from the first rate
     * @param to the last, greater
     * @param steps at least 10
     * @param progress told the share that is done
     * @throws TrainException if the range is none
     */
    public static RateRange run(
            TrainTask task,
            TrainConfig config,
            Backend backend,
            int threads,
            double from,
            double to,
            int steps,
            DoubleConsumer progress) {
        if (!(from > 0 && to > from && to < Double.POSITIVE_INFINITY) || steps < 10) {
            throw new TrainException("a learning-rate range test expects 0 < from < to and at least 10 steps but gets "
                    + from + " to " + to + " in " + steps + " steps");
        }
        double[] rates = new double[steps];
        double[] losses = new double[steps];
        double[] smoothed = new double[steps];
        int taken = 0;
        Options options = Options.of(backend)
                .threads(threads)
                .batch(config.batch())
                .seed(config.seed())
                .initialiser(config.initialiser())
                .conv(config.conv());
        try (Network network = Network.compile(task.spec(), options)) {
            Optimizer optimizer = new Optimizer(config.optimizer(), network.parameters(), network.workers());
            SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(
                    task.spec().classes(),
                    config.labelSmoothing(),
                    config.balanceClasses() ? Trainer.classWeights(task.train().classCounts()) : null);
            Supply supply = new Supply(
                    new Batches(
                            task.train(), task.standardisation(), config.augmentation(), config.batch(), config.seed()),
                    network.workers());
            // A small last batch would be noisier than the others, and of one picture batch normalisation knows
            // nothing.
            int whole = Math.max(1, task.train().size() / config.batch());
            double mean = 0;
            double weight = 1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < steps; i++) {
                Supply.Buffer b = supply.fill(1 + i / whole, i % whole);
                network.step(i);
                Tensor logits = network.forward(b.x(), Mode.TRAIN);
                double loss = criterion.forward(logits, b.targets());
                if (!Double.isFinite(loss)) {
                    break;
                }
                // region:rate-range
                rates[i] = from * StrictMath.pow(to / from, i / (steps - 1.0));
                losses[i] = loss;
                mean = KEEP * mean + (1 - KEEP) * loss;
                weight *= KEEP;
                smoothed[i] = mean / (1 - weight);
                // end
                taken = i + 1;
                least = Math.min(least, smoothed[i]);
                if (i >= 10 && smoothed[i] > TOO_MUCH * least) {
                    break;
                }
                network.learn(criterion.backward(), optimizer, rates[i], config.clipNorm());
                progress.accept((i + 1.0) / steps);
            }
        }
        boolean cut = taken < steps;
        return of(Arrays.copyOf(rates, taken), Arrays.copyOf(losses, taken), Arrays.copyOf(smoothed, taken), cut);
    }

    /**
     * Reads the rates off the losses.
     *
     * @param cut whether the test ended before its last rate, because the loss had grown too large
     */
    static RateRange of(double[] rates, double[] losses, double[] smoothed, boolean cut) {
        int lowest = 0;
        for (int i = 1; i < smoothed.length; i++) {
            lowest = smoothed[i] < smoothed[lowest] ? i : lowest;
        }
        double squares = 0;
        for (int i = 0; i <= lowest; i++) {
            squares += (losses[i] - smoothed[i]) * (losses[i] - smoothed[i]);
        }
        boolean fallen = losses[0] - smoothed[lowest] > Math.sqrt(squares / (lowest + 1));
        boolean risen = cut || smoothed[smoothed.length - 1] > RISEN * smoothed[lowest];
        return new RateRange(rates, losses, smoothed, rates[lowest], rates[lowest] / BELOW, fallen, risen);
    }

    /** As a table with a header. */
    public String csv() {
        StringBuilder text = new StringBuilder("step,lr,loss,smoothed_loss\n");
        for (int i = 0; i < rates.length; i++) {
            text.append(i + 1)
                    .append(',')
                    .append(rates[i])
                    .append(',')
                    .append(losses[i])
                    .append(',')
                    .append(smoothed[i])
                    .append('\n');
        }
        return text.toString();
    }
}
