package org.pellucid.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.engine.Network;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.Workers;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Rng;
import org.pellucid.textbook.TextbookNetwork;

/**
 * Writes the gradient certificate of a network.
 *
 * <p>Each layer is examined where it stands: on what reaches it when the textbook runs the network forward on a random
 * batch, with random gradients coming back, and with all parameters moved off their neutral first values.
 */
public final class GradientCheck {
    /** Multiplications of the textbook that the trajectory may cost, if it is to have more than one step. */
    private static final double TRAJECTORY_BUDGET = 1e9;

    /** Multiplications of one example from which on a network is large. */
    private static final long LARGE = 200_000_000;

    private static final int LONGEST_TRAJECTORY = 10;
    private static final double TRAJECTORY_RATE = 0.001;

    private final NetworkSpec spec;
    private final Options options;
    private final int batch;
    private final long seed;
    private final LayerRunner textbook;
    private final LayerRunner engine;

    private GradientCheck(NetworkSpec spec, Options options, int batch, LayerRunner textbook, LayerRunner engine) {
        this.spec = spec;
        this.options = options;
        this.batch = batch;
        this.seed = options.seed();
        this.textbook = textbook;
        this.engine = engine;
    }

    /**
     * A check of both machines.
     *
     * @param options of the engine; its seed is that of everything drawn, and so many layers as it has threads are examined
     *     side by side
     * @param batch examples; see {@link #batchFor}
     */
    public static GradientCheck of(NetworkSpec spec, Options options, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("gradient check expects a batch of at least 1 but gets " + batch);
        }
        return new GradientCheck(spec, options, batch, new TextbookRunner(options.seed()), new EngineRunner(options));
    }

    /** The same with machines replaced, to see that the check can fail. */
    GradientCheck with(LayerRunner otherTextbook, LayerRunner otherEngine) {
        return new GradientCheck(spec, options, batch, otherTextbook, otherEngine);
    }

    /** A batch that tells enough: 4; of large networks 3, for the statistics of batch normalisation, or 1 without it. */
    public static int batchFor(NetworkSpec spec) {
        if (spec.cost().macs() < LARGE) {
            return 4;
        }
        boolean norm = spec.nodes().stream()
                .flatMap(top -> top.flatten().stream())
                .anyMatch(node -> node.layer() instanceof BatchNormSpec);
        return norm ? 3 : 1;
    }

    /**
     * Examines every layer and the whole.
     *
     * @param progress told the part that is done, from 0 to 1, by one thread at a time
     */
    public Certificate run(DoubleConsumer progress) {
        Map<String, double[]> parameters = parameters();
        double[] x = gaussians(Rng.of(seed, Rng.key("x")), batch * spec.input().size());
        List<Subject> subjects = subjects(parameters, x);
        List<List<Row>> found = new ArrayList<>(java.util.Collections.nCopies(subjects.size(), List.of()));
        Trajectory[] trajectory = new Trajectory[1];
        // The trajectory takes longest; then the layers, the most expensive first.
        int[] order = IntStream.range(0, subjects.size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        i -> -subjects.get(i).node().cost().macs()))
                .mapToInt(i -> i)
                .toArray();
        double total = order.length + 1;
        int[] done = new int[1];
        try (Workers workers = new Workers(options.threads())) {
            workers.run(order.length + 1, (task, worker) -> {
                if (task == 0) {
                    trajectory[0] = trajectory(parameters, x);
                } else {
                    List<Row> rows = examine(subjects.get(order[task - 1]));
                    synchronized (found) {
                        found.set(order[task - 1], rows);
                    }
                }
                synchronized (done) {
                    progress.accept(++done[0] / total);
                }
            });
        }
        List<Row> rows = found.stream().flatMap(List::stream).toList();
        return new Certificate(
                spec.name(), options.backend().name(), options.threads(), batch, seed, rows, trajectory[0]);
    }

    /** Weights as they are drawn; all else, which would start at 0 or 1, at random. Floats, kept as doubles. */
    private Map<String, double[]> parameters() {
        Map<String, double[]> values = new LinkedHashMap<>();
        List<Parameter> drawn;
        try (Network network = Network.compile(spec, options.batch(1).forInference())) {
            drawn = network.parameters();
        }
        List<ParameterSpec> specs = spec.parameters();
        for (int i = 0; i < drawn.size(); i++) {
            Rng rng = Rng.of(seed, Rng.key(specs.get(i).name()), 1);
            double[] value = new double[specs.get(i).size()];
            for (int j = 0; j < value.length; j++) {
                double neutral = drawn.get(i).value().data()[j];
                value[j] = (float)
                        switch (specs.get(i).role()) {
                            case WEIGHT -> neutral;
                            case RUNNING_VARIANCE -> rng.uniform(0.5, 1.5);
                            default -> neutral + 0.2 * rng.nextGaussian();
                        };
            }
            values.put(specs.get(i).name(), value);
        }
        return values;
    }

    private List<Subject> subjects(Map<String, double[]> parameters, double[] x) {
        Map<String, double[]> copies = new LinkedHashMap<>();
        parameters.forEach((name, values) -> copies.put(name, values.clone())); // running statistics will move
        TextbookNetwork network = new TextbookNetwork(spec, copies);
        network.forward(x, batch, true, trajectoryCheck().mask(0));
        List<Subject> subjects = new ArrayList<>();
        collect(spec.nodes(), network, parameters, subjects);
        return subjects;
    }

    private void collect(
            List<Node> chain, TextbookNetwork network, Map<String, double[]> parameters, List<Subject> subjects) {
        for (int i = 0; i < chain.size(); i++) {
            Node node = chain.get(i);
            boolean relu = i + 1 < chain.size()
                    && chain.get(i + 1).layer() instanceof ActivationSpec.Relu
                    && (node.layer() instanceof Conv2dSpec
                            || node.layer() instanceof DenseSpec
                            || node.layer() instanceof BatchNormSpec);
            double[] x = network.values(node.name()).x().clone();
            for (int j = 0; j < x.length; j++) {
                x[j] = (float) x[j];
            }
            Rng rng = Rng.of(seed, Rng.key(node.name()), Rng.key("dy"));
            double[] dy = gaussians(rng, batch * node.output().size());
            subjects.add(new Subject(node, relu, batch, parameters, x, dy));
            collect(node.body(), network, parameters, subjects);
            collect(node.shortcut(), network, parameters, subjects);
        }
    }

    private List<Row> examine(Subject subject) {
        Node node = subject.node();
        Map<String, Differences> differences = new TextbookCheck(textbook, subject, seed).run(textbook.run(subject));
        Map<String, Agreement> agreements =
                node.body().isEmpty() ? new EngineCheck(textbook, engine).run(subject) : Map.of();
        List<String> tensors = new ArrayList<>(differences.keySet());
        agreements.keySet().stream().filter(name -> !tensors.contains(name)).forEach(tensors::add);
        return tensors.stream()
                .map(name -> new Row(
                        node.name(),
                        node.layer().type(),
                        name.substring(name.lastIndexOf('.') + 1),
                        Optional.ofNullable(differences.get(name)),
                        Optional.ofNullable(agreements.get(name))))
                .toList();
    }

    private Trajectory trajectory(Map<String, double[]> parameters, double[] x) {
        double step = 3.0 * spec.cost().macs() * batch;
        int steps = (int) Math.max(1, Math.min(LONGEST_TRAJECTORY, TRAJECTORY_BUDGET / step));
        Rng rng = Rng.of(seed, Rng.key("labels"));
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = rng.nextInt(spec.classes());
        }
        return trajectoryCheck().run(parameters, x, labels, steps);
    }

    private TrajectoryCheck trajectoryCheck() {
        return new TrajectoryCheck(spec, options, OptimizerSpec.of(OptimizerSpec.Kind.MOMENTUM), TRAJECTORY_RATE);
    }

    private static double[] gaussians(Rng rng, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return values;
    }
}
