package org.pellucid.train;

import java.util.List;
import org.pellucid.data.Augmentation;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.Initialiser;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Rng;

/** A network and pictures small enough to train in a blink, with all that could spoil a resumption. */
final class Tiny {
    static final List<String> CLASSES = List.of("left", "right", "both");
    static final Backend BACKEND = Backends.select("reference").backend();
    private static final int EDGE = 8;

    private Tiny() {}

    static NetworkSpec network() {
        return new NetworkSpec(
                "tiny",
                new Shape(1, EDGE, EDGE),
                List.of(
                        Conv2dSpec.of(4, 3),
                        BatchNormSpec.DEFAULT,
                        new ActivationSpec.Relu(),
                        MaxPool2dSpec.of(2),
                        new FlattenSpec(),
                        new DropoutSpec(0.25),
                        DenseSpec.of(CLASSES.size())));
    }

    /** Noise, with the left half, the right half or both brighter. */
    static Dataset pictures(String name, int n) {
        Rng rng = Rng.of(Rng.key(name));
        byte[] pixels = new byte[n * EDGE * EDGE];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES.size();
            for (int p = 0; p < EDGE * EDGE; p++) {
                boolean left = p % EDGE < EDGE / 2;
                boolean bright = labels[i] == 2 || left == (labels[i] == 0);
                pixels[i * EDGE * EDGE + p] = (byte) (rng.nextInt(120) + (bright ? 60 : 0));
            }
        }
        return Dataset.of(name, CLASSES, 1, EDGE, EDGE, pixels, labels, null, null);
    }

    static TrainTask task() {
        Dataset train = pictures("train", 75);
        return new TrainTask(network(), train, pictures("validation", 30), standardised(train));
    }

    static Standardisation standardised(Dataset train) {
        return Standardisation.fit(Standardisation.Kind.PER_PIXEL, train);
    }

    /** The same with the focal loss and each class dealt equally often. */
    static TrainConfig focalAndBalanced(int epochs) {
        TrainConfig c = config(epochs);
        return new TrainConfig(
                c.epochs(),
                c.batch(),
                c.optimizer(),
                c.learningRate(),
                c.schedule(),
                c.clipNorm(),
                c.labelSmoothing(),
                2,
                c.balanceClasses(),
                true,
                c.augmentation(),
                c.standardisation(),
                c.emaDecay(),
                c.earlyStopping(),
                c.keep(),
                c.initialiser(),
                c.seed(),
                c.backend(),
                c.conv());
    }

    /** Five batches an epoch, the last of them smaller. */
    static TrainConfig config(int epochs) {
        return new TrainConfig(
                epochs,
                16,
                OptimizerSpec.of(OptimizerSpec.Kind.NADAM).weightDecay(1e-3),
                0.01,
                new Schedule.Plateau(1, 0.5, 0),
                1,
                0.1,
                0,
                true,
                false,
                new Augmentation(0.5, 1, 0.1, false, 5, 0.1, 0, 0, 0.1, 0.1, 0.3, 0.2),
                Standardisation.Kind.PER_PIXEL,
                0.9,
                new EarlyStopping(0),
                Keep.BEST,
                Initialiser.HE_NORMAL,
                7,
                "reference",
                ConvAlgorithm.AUTO);
    }
}
