package org.pellucid.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.data.Augmentation;
import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.evaluate.Metrics;
import org.pellucid.gemm.Backend;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * A training in the hand: a step at a time, or half a step; look at any tensor in between, change it, go on.
 *
 * <pre>{@code
 * Stepper lab = new Stepper(spec, pictures, backend, OptimizerSpec.of(ADAM), 1e-3, 32, 1);
 * lab.forward();                              // the loss of the next batch
 * lab.backward();
 * lab.tensor("conv1.weight.gradient");
 * lab.set("conv1.weight", 0.5, 0, 0, 1, 1);
 * lab.update();
 * lab.run(100);                               // a hundred whole steps
 * }</pre>
 *
 * <p>Pictures are dealt in a shuffled order by the seed, unvaried, each standardised by itself. For one caller at a time.
 */
public final class Stepper implements AutoCloseable {
    private static final String GRADIENT = ".gradient";
    private static final String OUTPUT = ".y";

    private enum Done {
        UPDATE,
        FORWARD,
        BACKWARD
    }

    private final Network network;
    private final SoftmaxCrossEntropy criterion;
    private final Optimizer optimizer;
    private final Supply supply;
    private final Standardisation standardisation = Standardisation.perImage();
    private final int batch;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private double rate;
    private long steps;
    private Done done = Done.UPDATE;
    private Supply.Buffer current;
    private Tensor logits;
    private double loss;

    /**
     * Draws the weights and shuffles the pictures.
     *
     * @param rate the learning rate
     * @param batch pictures in a step
     * @param seed of weights, order and dropout
     */
    public Stepper(
            NetworkSpec spec,
            Dataset pictures,
            Backend backend,
            OptimizerSpec rule,
            double rate,
            int batch,
            long seed) {
        new TrainTask(spec, pictures, pictures, standardisation); // refuses what does not fit
        network = Network.compile(spec, Options.of(backend).batch(batch).seed(seed));
        criterion = new SoftmaxCrossEntropy(spec.classes(), 0, null);
        optimizer = new Optimizer(rule, network.parameters(), network.workers());
        supply =
                new Supply(new Batches(pictures, standardisation, Augmentation.none(), batch, seed), network.workers());
        this.batch = batch;
        this.rate = rate;
        network.parameters().forEach(p -> parameters.put(p.name(), p));
    }

    /** Steps finished. */
    public long steps() {
        return steps;
    }

    /** Sets the learning rate of the steps to come. */
    public void rate(double next) {
        rate = next;
    }

    /** The next batch through the network; its loss. A step that is under way is left unfinished. */
    public double forward() {
        int count = supply.count();
        current = supply.fill(1 + (int) (steps / count), (int) (steps % count));
        network.step(steps);
        logits = network.forward(current.x(), Mode.TRAIN);
        loss = criterion.forward(logits, current.targets());
        done = Done.FORWARD;
        return loss;
    }

    /**
     * The gradients of that loss.
     *
     * @throws IllegalStateException without a forward before it
     */
    public void backward() {
        after(Done.FORWARD, "backward", "forward()");
        network.zeroGrad();
        network.backward(criterion.backward());
        done = Done.BACKWARD;
    }

    /**
     * Moves the weights by those gradients.
     *
     * @throws IllegalStateException without a backward before it
     */
    public void update() {
        after(Done.BACKWARD, "update", "backward()");
        optimizer.step(rate);
        steps++;
        done = Done.UPDATE;
    }

    /** Finishes the step that is under way, or takes a whole one; the loss of its batch before the weights moved. */
    public double step() {
        if (done == Done.UPDATE) {
            forward();
        }
        if (done == Done.FORWARD) {
            backward();
        }
        update();
        return loss;
    }

    /** So many whole steps; the loss of the last. */
    public double run(int number) {
        for (int i = 0; i < number; i++) {
            step();
        }
        return loss;
    }

    private void after(Done expected, String what, String first) {
        if (done != expected) {
            throw new IllegalStateException(what + "() expects " + first + " just before it: call that first");
        }
    }

    /** What {@link #tensor} knows: {@code x}, {@code logits}, {@code probabilities}, parameters, gradients and outputs. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of("x", "logits", "probabilities"));
        for (Parameter p : parameters.values()) {
            names.add(p.name());
            if (p.learned()) {
                names.add(p.name() + GRADIENT);
            }
        }
        network.layers().forEach(layer -> names.add(layer + OUTPUT));
        return names;
    }

    /**
     * A tensor by its name: a parameter ({@code conv1.weight}) or its gradient ({@code conv1.weight.gradient}), live; of the
     * last batch the pictures ({@code x}), what a layer gave ({@code conv1.y}; behind the ReLU where one follows), the
     * {@code logits} and the {@code probabilities}.
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if no batch went through yet
     */
    public Tensor tensor(String name) {
        if (parameters.containsKey(name)) {
            return parameters.get(name).value();
        }
        if (name.endsWith(GRADIENT)) {
            Parameter p = parameters.get(name.substring(0, name.length() - GRADIENT.length()));
            if (p != null && p.learned()) {
                return p.gradient();
            }
        }
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "there is no tensor '" + name + "': expected one of " + String.join(", ", names()));
        }
        if (current == null) {
            throw new IllegalStateException(name + " is there once a batch went through: call forward()");
        }
        return switch (name) {
            case "x" -> current.x();
            case "logits" -> logits;
            case "probabilities" -> Tensor.of(Arrays.copyOf(criterion.probabilities(), logits.size()), logits.shape());
            default -> network.output(name.substring(0, name.length() - OUTPUT.length()));
        };
    }

    /** One number of a tensor. */
    public float get(String name, int... index) {
        Tensor t = tensor(name);
        return t.data()[place(name, t, index)];
    }

    /**
     * Changes one number of a parameter or a gradient.
     *
     * @throws IllegalArgumentException if the name is of neither, or the place is not in it
     */
    public void set(String name, double value, int... index) {
        boolean live = parameters.containsKey(name) || name.endsWith(GRADIENT);
        Tensor t = tensor(name);
        if (!live) {
            throw new IllegalArgumentException(name + " follows from the batch and cannot be set: set a parameter");
        }
        t.data()[place(name, t, index)] = (float) value;
    }

    private static int place(String name, Tensor t, int... index) {
        int at = 0;
        boolean fits = index.length == t.rank();
        for (int axis = 0; fits && axis < index.length; axis++) {
            fits = index[axis] >= 0 && index[axis] < t.size(axis);
            at = at * t.size(axis) + index[axis];
        }
        if (!fits) {
            throw new IllegalArgumentException(name + " is of shape " + Arrays.toString(t.shape())
                    + " but the place is " + Arrays.toString(index));
        }
        return at;
    }

    /**
     * Two axes of a tensor as a table, the others at these places; rounded to three decimals.
     *
     * @param leading an index for each axis but the last two; left out, all 0
     */
    public String show(String name, int... leading) {
        Tensor t = tensor(name);
        int rows = t.rank() < 2 ? 1 : t.size(t.rank() - 2);
        int columns = t.size(t.rank() - 1);
        int[] first = leading.length == 0 ? new int[Math.max(0, t.rank() - 2)] : leading;
        int[] index = Arrays.copyOf(first, t.rank());
        int at = place(name, t, index);
        StringBuilder text = new StringBuilder(name + " " + Arrays.toString(t.shape()) + "\n");
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                text.append(String.format(Locale.ROOT, "%8.3f", t.data()[at + r * columns + c]));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The share of right answers on pictures, with the weights as they are now. */
    public double accuracy(Dataset pictures) {
        Judge judge = new Judge(network, pictures, standardisation, batch);
        double accuracy =
                Metrics.of(judge.predict(pictures.name(), share -> {})).accuracy();
        // The pictures went through the very layers that a step under way would need.
        done = Done.UPDATE;
        return accuracy;
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        network.close();
    }
}
