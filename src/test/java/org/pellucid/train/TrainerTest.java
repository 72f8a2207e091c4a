package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.Augmentation;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.Initialiser;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.evaluate.Metrics;
import org.pellucid.model.Fingerprint;

class TrainerTest {
    private static final int EPOCHS = 4;
    private static final BooleanSupplier GO_ON = () -> false;

    @TempDir
    private Path folder;

    /** A power cut: nothing of the trainer survives but its last checkpoint. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private Trainer trainer(int threads, TrainConfig config) {
        return Trainer.start(Tiny.task(), config, Tiny.BACKEND, threads, TrainListener.SILENT);
    }

    private String uninterrupted(int threads) {
        try (Trainer trainer = trainer(threads, Tiny.config(EPOCHS))) {
            trainer.run(c -> {}, GO_ON);
            return Fingerprint.sha256(trainer.parameters());
        }
    }

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    private String resumed(int threads) {
        Checkpoint checkpoint = Checkpoint.load(file());
        try (Trainer trainer = Trainer.resume(
                Tiny.task(), Tiny.config(EPOCHS), Tiny.BACKEND, threads, TrainListener.SILENT, checkpoint)) {
            trainer.run(c -> c.save(file()), GO_ON);
            return Fingerprint.sha256(trainer.parameters());
        }
    }

    /** A stop that is asked for after so many batches. */
    private static BooleanSupplier after(int batches, Runnable then) {
        int[] asked = new int[1];
        return () -> {
            if (asked[0]++ < batches) {
                return false;
            }
            then.run();
            return true;
        };
    }

    @Test
    void learns() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            Outcome outcome = trainer.run(c -> {}, GO_ON);
            assertThat(outcome.end()).isEqualTo(Outcome.End.COMPLETED);
            assertThat(outcome.history().size()).isEqualTo(EPOCHS);
            assertThat(outcome.history().epoch(outcome.keptEpoch()).validationAccuracy())
                    .isGreaterThan(0.8);
        }
    }

    @Test
    void holdsTheBestEpochsWeightsAtTheEnd() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            Outcome outcome = trainer.run(c -> {}, GO_ON);
            Metrics now = Metrics.of(trainer.predict(Tiny.task().validation(), done -> {}));
            assertThat(now.loss())
                    .isEqualTo(outcome.history().epoch(outcome.keptEpoch()).validationLoss());
        }
    }

    @Test
    void sameSeedSameBitsAtAnyNumberOfThreads() {
        assertThat(uninterrupted(2)).isEqualTo(uninterrupted(1));
    }

    @Test
    void focalLossAndBalancedSamplingGiveTheSameBitsAtAnyNumberOfThreads() {
        String[] weights = new String[2];
        for (int i = 0; i < 2; i++) {
            try (Trainer trainer = trainer(i + 1, Tiny.focalAndBalanced(2))) {
                trainer.run(c -> {}, GO_ON);
                weights[i] = Fingerprint.sha256(trainer.parameters());
            }
        }
        assertThat(weights[1]).isEqualTo(weights[0]).isNotEqualTo(uninterrupted(1));
    }

    @Test
    void otherSeedOtherBits() {
        TrainConfig other = Tiny.config(EPOCHS);
        String first;
        try (Trainer trainer = trainer(1, other)) {
            first = Fingerprint.sha256(trainer.parameters());
        }
        TrainConfig reseeded = new TrainConfig(
                other.epochs(),
                other.batch(),
                other.optimizer(),
                other.learningRate(),
                other.schedule(),
                other.clipNorm(),
                other.labelSmoothing(),
                other.focus(),
                other.balanceClasses(),
                other.balanceSampling(),
                other.augmentation(),
                other.standardisation(),
                other.emaDecay(),
                other.earlyStopping(),
                other.keep(),
                other.initialiser(),
                8,
                other.backend(),
                other.conv());
        try (Trainer trainer = trainer(1, reseeded)) {
            assertThat(Fingerprint.sha256(trainer.parameters())).isNotEqualTo(first);
        }
    }

    @Test
    void killedMidEpochAndResumedGivesTheSameBits() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            BooleanSupplier kill = after(12, () -> {
                throw new Killed();
            });
            assertThatThrownBy(() -> trainer.run(c -> c.save(file()), kill)).isInstanceOf(Killed.class);
        }
        assertThat(Checkpoint.load(file()).history().size()).isEqualTo(2);
        assertThat(resumed(2)).isEqualTo(uninterrupted(1));
    }

    @Test
    void killedBeforeTheFirstEpochEndsAndResumedGivesTheSameBits() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            BooleanSupplier kill = after(2, () -> {
                throw new Killed();
            });
            assertThatThrownBy(() -> trainer.run(c -> c.save(file()), kill)).isInstanceOf(Killed.class);
        }
        assertThat(resumed(1)).isEqualTo(uninterrupted(1));
    }

    @Test
    void stoppedMidEpochAndResumedGivesTheSameBits() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            Outcome outcome = trainer.run(c -> c.save(file()), after(8, () -> {}));
            assertThat(outcome.end()).isEqualTo(Outcome.End.INTERRUPTED);
        }
        assertThat(Checkpoint.load(file()).position().batches()).isEqualTo(3);
        assertThat(resumed(1)).isEqualTo(uninterrupted(1));
    }

    @Test
    void stoppedRunHasTheSameHistoryAfterwards() {
        List<Double> whole;
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            whole = trainLosses(trainer.run(c -> {}, GO_ON).history());
        }
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            trainer.run(c -> c.save(file()), after(8, () -> {}));
        }
        resumed(1);
        assertThat(trainLosses(Checkpoint.load(file()).history())).isEqualTo(whole);
    }

    private static List<Double> trainLosses(History history) {
        return history.epochs().stream().map(History.Epoch::trainLoss).toList();
    }

    @Test
    void aFinishedRunGoesOnForMoreEpochs() {
        try (Trainer trainer = trainer(1, Tiny.config(2))) {
            trainer.run(c -> c.save(file()), GO_ON);
        }
        assertThat(resumed(1)).isEqualTo(uninterrupted(1));
    }

    @Test
    void refusesTheCheckpointOfOtherSettings() {
        try (Trainer trainer = trainer(1, Tiny.config(EPOCHS))) {
            trainer.run(c -> c.save(file()), after(1, () -> {}));
        }
        TrainConfig other = plain(OptimizerSpec.of(OptimizerSpec.Kind.SGD), 0.1, new EarlyStopping(0));
        Checkpoint checkpoint = Checkpoint.load(file());
        assertThatThrownBy(() -> Trainer.resume(Tiny.task(), other, Tiny.BACKEND, 1, TrainListener.SILENT, checkpoint))
                .isInstanceOf(TrainException.class)
                .hasMessageStartingWith("the checkpoint holds other tensors than network 'tiny' with these settings");
    }

    private static TrainConfig plain(OptimizerSpec optimizer, double learningRate, EarlyStopping stopping) {
        return new TrainConfig(
                EPOCHS,
                16,
                optimizer,
                learningRate,
                new Schedule.Constant(),
                0,
                0,
                0,
                false,
                false,
                Augmentation.none(),
                Standardisation.Kind.PER_PIXEL,
                0,
                stopping,
                Keep.LAST,
                Initialiser.HE_NORMAL,
                7,
                "reference",
                ConvAlgorithm.AUTO);
    }

    @Test
    void aDivergedLossNamesEpochBatchAndLayer() {
        TrainConfig wild = plain(OptimizerSpec.of(OptimizerSpec.Kind.SGD), 1e38, new EarlyStopping(0));
        try (Trainer trainer = trainer(1, wild)) {
            assertThatThrownBy(() -> trainer.run(c -> {}, GO_ON))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageMatching(
                            "the loss became (NaN|infinite) in epoch 1, batch 2 of 5: the first layer that went"
                                    + " wrong is \\w+: lower the learning rate, or clip gradients");
        }
    }

    @Test
    void stopsEarlyWithoutANewBest() {
        // Steps this small change no prediction: the first epoch stays the best.
        TrainConfig still = plain(OptimizerSpec.of(OptimizerSpec.Kind.SGD), 1e-12, new EarlyStopping(1));
        try (Trainer trainer = trainer(1, still)) {
            Outcome outcome = trainer.run(c -> {}, GO_ON);
            assertThat(outcome.end()).isEqualTo(Outcome.End.EARLY);
            assertThat(outcome.history().size()).isLessThan(EPOCHS);
        }
    }

    @Test
    void balancedWeightsMakeClassesEqual() {
        Dataset uneven = Tiny.pictures("uneven", 4);
        assertThat(Trainer.classWeights(uneven.classCounts())).containsExactly(4 / 6f, 4 / 3f, 4 / 3f);
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        Dataset train = Tiny.pictures("train", 6);
        Dataset small = Dataset.of("small", Tiny.CLASSES, 1, 4, 4, new byte[16], new int[] {0}, null, null);
        assertThatThrownBy(() -> new TrainTask(Tiny.network(), train, small, Tiny.standardised(train)))
                .hasMessage("network 'tiny' expects pictures of 1×8×8 but those of small are 1×4×4");
    }
}
