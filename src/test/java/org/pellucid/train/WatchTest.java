package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.engine.Network;
import org.pellucid.model.Fingerprint;
import org.pellucid.tensor.Parameter;

class WatchTest {
    private static final int EPOCHS = 3;

    @TempDir
    Path folder;

    private static String weights(TrainListener listener) {
        try (Trainer trainer = Trainer.start(Tiny.task(), Tiny.config(EPOCHS), Tiny.BACKEND, 2, listener)) {
            trainer.run(checkpoint -> {}, () -> false);
            return Fingerprint.sha256(trainer.parameters());
        }
    }

    private static Watch watched() {
        Watch watch = new Watch(Tiny.task(), 16, WatchLog.EMPTY);
        weights(watch);
        return watch;
    }

    /** The first layer's norms by plain sums, at every step. */
    private static final class Second implements TrainListener {
        private final List<Double> gradients = new ArrayList<>();
        private final List<Double> updates = new ArrayList<>();
        private float[] before;

        private static double norm(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += Math.pow((double) a[i] - b[i], 2);
            }
            return Math.sqrt(sum);
        }

        /** The dense layer's weights and bias, one after the other. */
        private static float[] dense(Network network, boolean gradients) {
            List<Parameter> own = network.parameters().stream()
                    .filter(p -> p.name().startsWith("dense1."))
                    .toList();
            int size = own.stream().mapToInt(p -> p.value().size()).sum();
            float[] all = new float[size];
            int at = 0;
            for (Parameter p : own) {
                float[] from = gradients ? p.gradient().data() : p.value().data();
                System.arraycopy(from, 0, all, at, from.length);
                at += from.length;
            }
            return all;
        }

        @Override
        public void beforeStep(int epoch, int number, int of, Network network) {
            before = dense(network, false);
        }

        @Override
        public void afterStep(int epoch, int number, int of, Network network) {
            float[] g = dense(network, true);
            gradients.add(norm(g, new float[g.length]));
            updates.add(norm(dense(network, false), before));
        }
    }

    @Test
    void watchedOrNotTheWeightsAreTheSame() {
        String unwatched = weights(TrainListener.SILENT);

        assertThat(weights(new Watch(Tiny.task(), 16, WatchLog.EMPTY))).isEqualTo(unwatched);
    }

    @Test
    void normsAreThoseOfTheSteps() {
        Watch watch = new Watch(Tiny.task(), 16, WatchLog.EMPTY);
        Second second = new Second();
        weights(TrainListener.all(List.of(watch, second)));

        WatchLog.Epoch first = watch.log().epochs().get(0);
        WatchLog.Layer dense = first.layers().get(first.layers().size() - 1);
        assertThat(dense.name()).isEqualTo("dense1");
        assertThat(first.steps()).isEqualTo(5);
        double gradient = 0;
        double update = 0;
        for (int step = 0; step < 5; step++) {
            gradient += second.gradients.get(step) / 5;
            update += second.updates.get(step) / 5;
        }
        // Sums of a few hundred doubles, in another order.
        assertThat(dense.gradientNorm()).isCloseTo(gradient, within(1e-12 * gradient));
        assertThat(dense.updateNorm()).isCloseTo(update, within(1e-12 * update));
    }

    @Test
    void everyLayerAndActivationIsSeenEveryEpoch() {
        WatchLog log = watched().log();

        assertThat(log.epochs()).extracting(WatchLog.Epoch::epoch).containsExactly(1, 2, 3);
        assertThat(log.epochs().get(2).layers())
                .extracting(WatchLog.Layer::name)
                .containsExactly("conv1", "bn1", "dense1");
        assertThat(log.epochs().get(2).activations())
                .extracting(WatchLog.Activations::name)
                .containsExactly("relu1", "dense1");
    }

    @Test
    void histogramsCountEveryValue() {
        WatchLog.Epoch last = watched().log().epochs().get(2);

        assertThat(last.layers().get(0).weights().counts()).hasSize(40);
        assertThat(Arrays.stream(last.layers().get(0).weights().counts()).sum()).isEqualTo(4 * 9);
        assertThat(Arrays.stream(last.activations().get(0).values().counts()).sum())
                .isEqualTo(16 * 4 * 8 * 8);
    }

    @Test
    void aHistogramHasItsEndsInItsEndParts() {
        WatchLog.Histogram h = WatchLog.Histogram.of(List.of(new float[] {-1, 0}, new float[] {0.01f, 1, 1}));

        assertThat(h.counts()[0]).isEqualTo(1);
        assertThat(h.counts()[20]).isEqualTo(2);
        assertThat(h.counts()[39]).isEqualTo(2);
    }

    @Test
    void aReluThatIsShutEverywhereIsDead() {
        Watch watch = new Watch(Tiny.task(), 16, WatchLog.EMPTY);
        TrainListener spoil = new TrainListener() {
            @Override
            public void trained(int epoch, Network network) {
                for (Parameter p : network.parameters()) {
                    if (p.name().equals("bn1.beta")) {
                        p.value().data()[1] = -1e6f;
                    }
                }
            }
        };
        weights(TrainListener.all(List.of(spoil, watch)));

        WatchLog.Activations relu = watch.log().epochs().get(0).activations().get(0);
        assertThat(relu.relu()).isTrue();
        assertThat(relu.dead()).isBetween(0.25, 0.75);
        assertThat(relu.zeros()).isGreaterThanOrEqualTo(relu.dead());
    }

    @Test
    void whatWasSeenComesBackFromDisk() {
        WatchLog log = watched().log();
        Path file = folder.resolve("watch.json");
        log.save(file);

        WatchLog back = WatchLog.load(file);

        assertThat(back).usingRecursiveComparison().isEqualTo(log);
        assertThat(back.upTo(2).epochs()).hasSize(2);
        assertThat(WatchLog.load(folder.resolve("none"))).isEqualTo(WatchLog.EMPTY);
    }

    @Test
    void theTableHasALineALayerAndAnActivation() {
        String csv = watched().log().csv();

        assertThat(csv.lines())
                .hasSize(1 + EPOCHS * (3 + 2))
                .allMatch(line -> line.chars().filter(c -> c == ',').count() == 7);
    }
}
