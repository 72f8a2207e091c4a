package org.pellucid.cli;

import org.pellucid.data.Augmentation;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.Initialiser;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.train.EarlyStopping;
import org.pellucid.train.Keep;
import org.pellucid.train.Schedule;
import org.pellucid.train.TrainConfig;
import picocli.CommandLine.Option;

/** How to train; what is not given stays as it was. */
final class SettingOptions {
    private static final double ADAMW_DECAY = 0.01;

    @Option(
            names = {"-e", "--epochs"},
            paramLabel = "N",
            description = "passes over the training pictures (default: 12)")
    Integer epochs;

    @Option(
            names = {"-b", "--batch"},
            paramLabel = "N",
            description = "pictures in a step (default: 32)")
    Integer batch;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "sgd, momentum, nesterov, rmsprop, adam, adamw or nadam (default: adam)")
    String optimizer;

    @Option(
            names = "--lr",
            paramLabel = "X",
            description =
                    "learning rate, which the schedule scales (default: 0.001; 0.05 for sgd, 0.01 for momentum and"
                            + " nesterov)")
    Double learningRate;

    @Option(names = "--momentum", paramLabel = "X", description = "of momentum and nesterov, 0 to 1 (default: 0.9)")
    Double momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "of weights; biases and batch normalisation are spared (default: 0; 0.01 for adamw)")
    Double weightDecay;

    @Option(
            names = "--schedule",
            paramLabel = "KIND[:PAIRS]",
            converter = Choices.ScheduleConverter.class,
            description =
                    "constant; step:every=10,factor=0.5 (epochs); plateau:patience=3,factor=0.5,floor=0.01 (epochs"
                            + " without a lower validation loss); cosine:warmup=1,floor=0 (epochs of rise, then half a cosine)."
                            + " These are the pairs' defaults (default: cosine:warmup=1)")
    Schedule schedule;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "scale gradients down to at most this Euclidean norm; 0 for never (default: 0)")
    Double clip;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            description = "share of each target spread evenly over the classes, 0 to 1 (default: 0)")
    Double labelSmoothing;

    @Option(
            names = "--focal",
            paramLabel = "GAMMA",
            description = "focal loss: an example counts by (1 − p)^GAMMA, the less the surer it is, such as 2; 0 is"
                    + " cross-entropy (default: 0)")
    Double focus;

    @Option(
            names = "--class-weights",
            paramLabel = "none|balanced",
            description = "balanced lets each class weigh the same in the loss, however rare (default: none)")
    String classWeights;

    @Option(
            names = "--sampling",
            paramLabel = "none|balanced",
            description =
                    "balanced deals pictures of each class equally often, however rare, as many in all (default: none)")
    String sampling;

    @Option(
            names = "--augment",
            paramLabel = "none|standard|PAIRS",
            converter = Choices.AugmentationConverter.class,
            description = "vary training pictures. standard: flip=0.5, shift=0.08, rotate=10, zoom=0.1,"
                    + " brightness=0.1, contrast=0.1; or pairs of these and of shear, crop (pixels), erase, mixup, whole-pixels"
                    + " (1: shifts by whole pixels, which do not blur) and moved (the share of pictures that are shifted,"
                    + " turned, zoomed, sheared or cropped at all, 1 if not given), such as flip=0.5,erase=0.3, or"
                    + " standard,moved=0.7 (default: standard)")
    Augmentation augmentation;

    @Option(
            names = {"--standardise", "--standardize"},
            paramLabel = "KIND",
            description =
                    "none; fixed (grey values to −1…1); per-pixel (mean and deviation over the training pictures);"
                            + " per-image (each picture's own) (default: per-image)")
    String standardisation;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "judge and keep a moving average of the weights, such as 0.999; 0 for none (default: 0)")
    Double ema;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "stop after N epochs without a new best on validation; 0 for never (default: 0)")
    Integer patience;

    @Option(
            names = "--keep",
            paramLabel = "best|last",
            description =
                    "whose weights become the model: the epoch of the highest validation accuracy (of equals the lowest"
                            + " loss), or the last (default: best)")
    String keep;

    @Option(
            names = "--init",
            paramLabel = "RULE",
            description = "he-normal, he-uniform, glorot-normal or glorot-uniform (default: he-normal)")
    String initialiser;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "of weights, order, augmentation and dropout (default: 1)")
    Long seed;

    /** The settings when nothing is given. */
    static TrainConfig defaults(String backend, ConvAlgorithm conv) {
        return new TrainConfig(
                12,
                32,
                OptimizerSpec.of(OptimizerSpec.Kind.ADAM),
                1e-3,
                new Schedule.Cosine(1, 0),
                0,
                0,
                0,
                false,
                false,
                Augmentation.standard(),
                Standardisation.Kind.PER_IMAGE,
                0,
                new EarlyStopping(0),
                Keep.BEST,
                Initialiser.HE_NORMAL,
                1,
                backend,
                conv);
    }

    /** The settings, what was not given being taken from others. */
    TrainConfig over(TrainConfig base) {
        OptimizerSpec rule = rule(base.optimizer());
        return new TrainConfig(
                or(epochs, base.epochs()),
                or(batch, base.batch()),
                rule,
                or(learningRate, optimizer == null ? base.learningRate() : usualRate(rule.kind())),
                or(schedule, base.schedule()),
                or(clip, base.clipNorm()),
                or(labelSmoothing, base.labelSmoothing()),
                or(focus, base.focus()),
                classWeights == null ? base.balanceClasses() : balanced("--class-weights", classWeights),
                sampling == null ? base.balanceSampling() : balanced("--sampling", sampling),
                or(augmentation, base.augmentation()),
                standardisation == null
                        ? base.standardisation()
                        : Choices.constant(Standardisation.Kind.class, "--standardise", standardisation),
                or(ema, base.emaDecay()),
                patience == null ? base.earlyStopping() : new EarlyStopping(patience),
                keep == null ? base.keep() : Choices.constant(Keep.class, "--keep", keep),
                initialiser == null ? base.initialiser() : Choices.constant(Initialiser.class, "--init", initialiser),
                or(seed, base.seed()),
                base.backend(),
                base.conv());
    }

    private OptimizerSpec rule(OptimizerSpec base) {
        OptimizerSpec rule = base;
        if (optimizer != null) {
            OptimizerSpec.Kind kind = Choices.constant(OptimizerSpec.Kind.class, "--optimizer", optimizer);
            rule = OptimizerSpec.of(kind).weightDecay(kind == OptimizerSpec.Kind.ADAMW ? ADAMW_DECAY : 0);
        }
        try {
            rule = momentum == null ? rule : rule.momentum(momentum);
            return weightDecay == null ? rule : rule.weightDecay(weightDecay);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    static double usualRate(OptimizerSpec.Kind kind) {
        return switch (kind) {
            case SGD -> 0.05;
            case MOMENTUM, NESTEROV -> 0.01;
            case RMSPROP, ADAM, ADAMW, NADAM -> 1e-3;
        };
    }

    private static boolean balanced(String option, String text) {
        return switch (text) {
            case "balanced" -> true;
            case "none" -> false;
            default -> throw new UsageException(option + " expects none or balanced but gets '" + text + "'");
        };
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
