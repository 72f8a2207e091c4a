package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.inspect.microscope.OptimizerUpdate;
import org.pellucid.model.Model;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Tensor;
import org.pellucid.train.Checkpoint;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TrainConfig;
import picocli.CommandLine.Option;

/** By which rule a weight is moved, and from which state: a first step, or the next one of a run. */
final class RuleOptions {
    private static final double ADAMW_DECAY = 0.01;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description =
                    "sgd, momentum, nesterov, rmsprop, adam, adamw or nadam (default: that of the run; else adam)")
    private String optimizer;

    @Option(
            names = "--lr",
            paramLabel = "X",
            description =
                    "learning rate (default: that of the run, before its schedule; else 0.001, or 0.05 for sgd, 0.01 for"
                            + " momentum and nesterov)")
    private Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "of weights (default: that of the run; else 0)")
    private Double weightDecay;

    /**
     * The state of an optimiser that is about to take another step.
     *
     * @param steps taken so far
     * @param origin in words
     * @param checkpoint null if all states are 0
     */
    record State(OptimizerSpec rule, double rate, long steps, String origin, Checkpoint checkpoint) {
        /** The next step, of one parameter. */
        OptimizerUpdate next(List<ParameterSpec> parameters, ParameterSpec parameter, int at) {
            boolean decays = parameter.role() == ParameterSpec.Role.WEIGHT;
            int moments = rule.kind().moments();
            double[] before = new double[2];
            if (checkpoint != null) {
                List<String> learned = parameters.stream()
                        .filter(p -> p.role().learned())
                        .map(ParameterSpec::name)
                        .toList();
                int first = moments * learned.indexOf(parameter.name());
                for (int i = 0; i < moments; i++) {
                    before[i] =
                            checkpoint.tensors().get("optimizer." + (first + i)).data()[at];
                }
            }
            return new OptimizerUpdate(rule, rate, decays, steps + 1, before[0], before[1]);
        }
    }

    /**
     * The rule given, or that of the run.
     *
     * @param folder of the run; null if there is none
     */
    State state(Path folder) {
        TrainConfig run = folder == null || !Files.exists(new RunFolder(folder).run())
                ? null
                : Run.load(new RunFolder(folder).run()).settings();
        OptimizerSpec rule = rule(run);
        double rate = learningRate != null
                ? learningRate
                : run != null && optimizer == null ? run.learningRate() : SettingOptions.usualRate(rule.kind());
        if (!(rate > 0)) {
            throw new UsageException("--lr expects a positive learning rate but gets " + rate);
        }
        boolean own = run != null && rule.kind() == run.optimizer().kind();
        if (own && Files.exists(new RunFolder(folder).checkpoint())) {
            Checkpoint checkpoint = Checkpoint.load(new RunFolder(folder).checkpoint());
            if (isOf(Model.load(folder), checkpoint.tensors())) {
                long steps = checkpoint.steps();
                return new State(rule, rate, steps, "the next of the run, after " + steps + " steps", checkpoint);
            }
            return new State(
                    rule, rate, 0, "a first one: the checkpoint is of a later epoch than the model kept", null);
        }
        return new State(rule, rate, 0, "a first one: all states start at 0", null);
    }

    private OptimizerSpec rule(TrainConfig run) {
        OptimizerSpec rule = run != null ? run.optimizer() : OptimizerSpec.of(OptimizerSpec.Kind.ADAM);
        if (optimizer != null) {
            OptimizerSpec.Kind kind = Choices.constant(OptimizerSpec.Kind.class, "--optimizer", optimizer);
            if (run == null || kind != rule.kind()) {
                rule = OptimizerSpec.of(kind).weightDecay(kind == OptimizerSpec.Kind.ADAMW ? ADAMW_DECAY : 0);
            }
        }
        try {
            return weightDecay == null ? rule : rule.weightDecay(weightDecay);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** Whether a checkpoint's moments belong to the weights that the model kept. */
    private static boolean isOf(Model model, Map<String, Tensor> checkpoint) {
        return model.weights().entrySet().stream().allMatch(entry -> {
            Tensor last = checkpoint.get("weights." + entry.getKey());
            return last != null && Arrays.equals(last.data(), entry.getValue().data());
        });
    }
}
