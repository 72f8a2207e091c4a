package org.pellucid.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * A network compiled for speed: float32, buffers for a whole batch made once, threads of its own.
 *
 * <p>A training step is
 *
 * <pre>{@code
 * Tensor logits = net.forward(x, Mode.TRAIN);
 * double loss = criterion.forward(logits, targets);
 * net.zeroGrad();
 * net.backward(criterion.backward());
 * optimizer.step(learningRate);
 * }</pre>
 *
 * <p>The same seed gives the same bits at any number of threads. For one caller at a time.
 */
public final class Network implements AutoCloseable {
    /** Into how many parts the gradients are dealt to be set to zero. */
    private static final int CLEARING_PARTS = 16;

    private final NetworkSpec spec;
    private final Options options;
    private final Workers workers;
    private final Pass pass = new Pass();
    private final BatchLayer[] program;
    private final List<Parameter> parameters;
    private final Map<String, Output> outputs;
    private final Signal input;
    private final Signal output;
    private final Tensor[] logits;
    private final Tensor[] inputGradients;
    /** Gradients that {@link #learn} sets, and those that it adds to. */
    private final float[][] set;

    private final float[][] addedTo;
    private final Workers.Task clearTask = (task, worker) -> clear(task);
    private final Workers.Task clearAddedToTask = (task, worker) -> clearAddedTo(task);

    private Network(NetworkSpec spec, Options options) {
        this.spec = spec;
        this.options = options;
        Compiler compiler = new Compiler(spec, options);
        program = compiler.program().toArray(BatchLayer[]::new);
        parameters = compiler.parameters();
        outputs = compiler.outputs();
        input = compiler.input();
        output = compiler.output();
        logits = new Tensor[options.batch() + 1];
        inputGradients = new Tensor[options.batch() + 1];
        workers = new Workers(options.threads());
        Set<Parameter> own = Arrays.stream(program)
                .flatMap(layer -> layer.ownGradient().stream())
                .collect(Collectors.toSet());
        set = own.stream().map(p -> p.gradient().data()).toArray(float[][]::new);
        addedTo = parameters.stream()
                .filter(p -> !own.contains(p))
                .map(p -> p.gradient().data())
                .toArray(float[][]::new);
    }

    /** Makes the machine for a network and draws its first weights. */
    public static Network compile(NetworkSpec spec, Options options) {
        return new Network(spec, options);
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** All parameters, learned or not, in the order and under the names of {@link NetworkSpec#parameters()}. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /**
     * Promises that nobody writes to a parameter any more: passes then need not look whether somebody has, which for a single
     * picture costs as much as a third of the arithmetic. Weights once packed for the Vector API's kernels are not looked at again.
     *
     * @throws IllegalStateException if the network is compiled for training
     */
    public void freeze() {
        if (options.training()) {
            throw new IllegalStateException("freeze needs a network compiled with Options.forInference()");
        }
        pass.freeze();
    }

    /** The threads, to share other work among while no pass is under way. */
    public Workers workers() {
        return workers;
    }

    /** Names the draws of dropout: set it to the number of the step before each training pass. */
    public void step(long number) {
        pass.atStep(number);
    }

    /**
     * From pictures to logits.
     *
     * @param x [n, c, h, w], 1 ≤ n ≤ the batch of the options
     * @return [n, classes]; the same tensor is written again by the next pass of that n
     * @throws IllegalStateException if {@code mode} is {@link Mode#TRAIN} but the network is compiled for inference: batch
     *     normalisation may have melted into other layers' weights
     */
    public Tensor forward(Tensor x, Mode mode) {
        int n = x.size(0);
        assert x.size() == n * input.stride() : x + " is not a batch of " + spec.input();
        if (n < 1 || n > options.batch()) {
            throw new IllegalArgumentException("a batch of 1 to " + options.batch() + " examples was expected but got "
                    + n + ": compile with Options.batch(" + n + ")");
        }
        if (mode == Mode.TRAIN && !options.training()) {
            throw new IllegalStateException("a pass in TRAIN needs a network compiled without Options.forInference()");
        }
        int channels = input.shape().channels();
        int pixels = input.shape().height() * input.shape().width();
        for (int i = 0; i < n; i++) {
            Layout.toNhwc(x.data(), i * input.stride(), input.value(), i * input.stride(), channels, pixels);
        }
        pass.begin(n, mode == Mode.TRAIN);
        for (BatchLayer layer : program) {
            layer.prepare(pass, workers);
            workers.finish();
            layer.prepareBackward(pass, workers);
            layer.forward(pass, workers);
        }
        if (logits[n] == null) {
            logits[n] = new Tensor(n, output.stride());
        }
        System.arraycopy(output.value(), 0, logits[n].data(), 0, n * output.stride());
        return logits[n];
    }

    /** Sets the gradients of all parameters to zero. */
    public void zeroGrad() {
        workers.run(CLEARING_PARTS, clearTask);
    }

    /** One part in so many of each gradient: a large dense layer's is megabytes, too many for one thread. */
    private void clear(int part) {
        clear(set, part);
        clearAddedTo(part);
    }

    private void clearAddedTo(int part) {
        clear(addedTo, part);
    }

    private static void clear(float[][] gradients, int part) {
        for (float[] gradient : gradients) {
            int from = (int) ((long) gradient.length * part / CLEARING_PARTS);
            int to = (int) ((long) gradient.length * (part + 1) / CLEARING_PARTS);
            Arrays.fill(gradient, from, to, 0);
        }
    }

    /**
     * From the gradient of the logits to those of all parameters, which it adds to.
     *
     * @param dLogits [n, classes] of the last forward pass, which must have been in {@link Mode#TRAIN}
     */
    public void backward(Tensor dLogits) {
        requireTrainingPass();
        System.arraycopy(dLogits.data(), 0, output.gradient(), 0, pass.n() * output.stride());
        for (int i = program.length - 1; i >= 0; i--) {
            program[i].backward(pass, workers);
        }
        workers.finish();
    }

    private void requireTrainingPass() {
        if (!options.training() || !pass.training()) {
            throw new IllegalStateException(
                    "backward needs a network compiled for training and a forward pass in TRAIN");
        }
    }

    /**
     * {@link #zeroGrad}, {@link #backward}, {@link Gradients#clip} and {@link Optimizer#step} in one: the same weights and
     * gradients, bit for bit. Unless gradients are clipped, for which all must be known, those of dense layers and of convolutions
     * by the whole batch move their weights at once: while they are in the cache, and while other threads are busy with other layers.
     *
     * @param dLogits [n, classes] of the last forward pass, which must have been in {@link Mode#TRAIN}
     * @param optimizer of this network's parameters
     * @param clipNorm the greatest norm of all gradients together; 0 for no limit
     */
    public void learn(Tensor dLogits, Optimizer optimizer, double learningRate, double clipNorm) {
        requireTrainingPass();
        if (clipNorm > 0) {
            zeroGrad();
            backward(dLogits);
            Gradients.clip(parameters, clipNorm);
            optimizer.step(learningRate);
            return;
        }
        workers.run(CLEARING_PARTS, clearAddedToTask);
        optimizer.begin(learningRate);
        pass.learnWith(optimizer);
        try {
            backward(dLogits);
        } finally {
            pass.learnWith(null);
        }
        optimizer.finish();
    }

    /**
     * The gradient of the input of the last backward pass, [n, c, h, w].
     *
     * @throws IllegalStateException without {@link Options#withInputGradient()}
     */
    public Tensor inputGradient() {
        if (!options.inputGradient()) {
            throw new IllegalStateException("the input's gradient needs Options.withInputGradient()");
        }
        int n = pass.n();
        if (inputGradients[n] == null) {
            inputGradients[n] = new Tensor(
                    n,
                    input.shape().channels(),
                    input.shape().height(),
                    input.shape().width());
        }
        int channels = input.shape().channels();
        int pixels = input.shape().height() * input.shape().width();
        for (int i = 0; i < n; i++) {
            int at = i * input.stride();
            Layout.toNchw(input.gradient(), at, inputGradients[n].data(), at, channels, pixels);
        }
        return inputGradients[n];
    }

    /** The names of the layers, in the order of the forward pass. */
    public List<String> layers() {
        return List.copyOf(outputs.keySet());
    }

    /**
     * A copy of what a layer wrote in the last forward pass, [n, c, h, w], or [n, units] of a vector. A convolution, dense
     * layer, batch normalisation or residual that a ReLU follows writes what is behind the ReLU, a convolution what is behind the pool that has melted into it, too; compiled for inference, a convolution writes what is behind its batch normalisation.
     *
     * @param layer one of {@link #layers()}
     * @throws IllegalArgumentException if there is no such layer
     */
    public Tensor output(String layer) {
        Output output = outputs.get(layer);
        if (output == null) {
            throw new IllegalArgumentException("network '" + spec.name() + "' has no layer '" + layer
                    + "': expected one of " + String.join(", ", outputs.keySet()));
        }
        Shape s = output.shape();
        int n = pass.n();
        float[] values = output.values().apply(n);
        Tensor copy = s.isFlat() ? new Tensor(n, s.channels()) : new Tensor(n, s.channels(), s.height(), s.width());
        for (int i = 0; i < n; i++) {
            int at = i * s.size();
            Layout.toNchw(values, at, copy.data(), at, s.channels(), s.height() * s.width());
        }
        return copy;
    }

    /** The first layer whose values were not all finite in the last forward pass. */
    public Optional<String> firstNonFinite() {
        for (Map.Entry<String, Output> entry : outputs.entrySet()) {
            Output output = entry.getValue();
            float[] values = output.values().apply(pass.n());
            for (int i = 0; i < pass.n() * output.shape().size(); i++) {
                if (!Float.isFinite(values[i])) {
                    return Optional.of(entry.getKey());
                }
            }
        }
        return Optional.empty();
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        workers.close();
    }
}
