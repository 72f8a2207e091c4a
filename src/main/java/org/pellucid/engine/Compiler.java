package org.pellucid.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.engine.loops.Loops;
import org.pellucid.engine.loops.Normalisation;
import org.pellucid.engine.loops.PlainLoops;
import org.pellucid.engine.simd.ImplicitProduct;
import org.pellucid.engine.simd.VectorLoops;
import org.pellucid.gemm.Gemm;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Pool2dGeometry;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.spec.Window;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * From a network as data to a list of layers with their buffers. Composite layers dissolve: a residual becomes fork, the
 * layers of its two paths, add. A ReLU melts into the layer before it where that layer can take it, and so does a max-pool behind
 * a convolution; without backward passes to come, batch normalisation melts into the weights of the convolution before it.
 */
final class Compiler {
    /** Floats of one signal that go through a chain of layers together: half a megabyte, so that they stay in the caches. */
    private static final int BLOCK_BUDGET = 1 << 17;

    /** Examples that go through a chain together, at most: four pictures of 12×12 are a group of Winograd's tiles. */
    private static final int LARGEST_BLOCK = 4;

    private final Options options;
    private final Plan plan;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    /** Of each layer, the size of the larger of the signals about it. */
    private final List<Integer> widths = new ArrayList<>();

    private final BatchNorms norms;
    private final Signal input;
    private final Signal output;

    Compiler(NetworkSpec spec, Options options) {
        this.options = options;
        for (ParameterSpec p : spec.parameters()) {
            parameters.put(p.name(), parameter(spec, p));
        }
        plan = plan(spec);
        norms = new BatchNorms(options, plan, parameters, layers, outputs);
        input = Signal.of(spec.input(), options.batch(), options.inputGradient());
        output = chain(spec.nodes(), input);
    }

    Signal input() {
        return input;
    }

    Signal output() {
        return output;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** What each node writes, in the order of the forward pass. */
    Map<String, Output> outputs() {
        return outputs;
    }

    /** The layers, with those that treat examples one by one gathered into chains. */
    List<BatchLayer> program() {
        List<BatchLayer> program = new ArrayList<>();
        List<ExampleLayer> run = new ArrayList<>();
        int widest = 1;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof ExampleLayer example) {
                run.add(example);
                widest = Math.max(widest, widths.get(i));
            } else {
                closeRun(run, widest, program);
                widest = 1;
                program.add((BatchLayer) layers.get(i));
            }
        }
        closeRun(run, widest, program);
        return program;
    }

    private void closeRun(List<ExampleLayer> run, int widest, List<BatchLayer> program) {
        if (!run.isEmpty()) {
            int block = plan.block();
            while (block > 1 && block * widest > BLOCK_BUDGET) {
                block /= 2;
            }
            program.add(new ExampleChain(run, plan.shards(), block, options.threads()));
            run.clear();
        }
    }

    private Parameter parameter(NetworkSpec spec, ParameterSpec p) {
        Tensor value = new Tensor(p.dimensions());
        if (options.drawn()) {
            options.initialiser().draw(spec, p, value.data(), options.seed());
        }
        boolean learned = options.training() && p.role().learned();
        return new Parameter(p.name(), value, learned, p.role() == ParameterSpec.Role.WEIGHT);
    }

    private Plan plan(NetworkSpec spec) {
        Gemm[] gemms = new Gemm[options.threads()];
        for (int i = 0; i < gemms.length; i++) {
            gemms[i] = options.backend().create();
        }
        long kernels = 0;
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                if (node.layer() instanceof Conv2dSpec conv) {
                    kernels += conv.geometry(node.input()).wSize();
                }
            }
        }
        Scratch scratch = new Scratch(options.threads());
        Loops loops = options.vectorLoops() ? new VectorLoops() : new PlainLoops();
        ImplicitProduct[] products = options.vector() ? products(options.threads()) : null;
        return new Plan(
                gemms,
                loops,
                products,
                scratch,
                Shards.forKernels(kernels),
                LARGEST_BLOCK,
                options.batch(),
                options.training());
    }

    private static ImplicitProduct[] products(int threads) {
        ImplicitProduct[] products = new ImplicitProduct[threads];
        for (int i = 0; i < threads; i++) {
            products[i] = new ImplicitProduct();
        }
        return products;
    }

    private Signal chain(List<Node> nodes, Signal in) {
        Signal x = in;
        int end;
        for (int i = 0; i < nodes.size(); i = end) {
            Signal before = x;
            end = i + 1 + followers(nodes, i);
            x = layer(nodes.subList(i, end), x, end < nodes.size() ? nodes.get(end) : null);
            for (Node melted : nodes.subList(i, end)) {
                outputs.putIfAbsent(melted.name(), Output.of(x));
            }
            note(before, x);
        }
        return x;
    }

    /** How many of the nodes behind the i-th melt into its layer: batch norm at inference, a ReLU, a pool. */
    private int followers(List<Node> nodes, int i) {
        Node node = nodes.get(i);
        int next = i + 1;
        boolean convolution = node.layer() instanceof Conv2dSpec;
        if (convolution && !options.training() && is(BatchNormSpec.class, nodes, next)) {
            next++;
        }
        if (fuses(node) && is(ActivationSpec.Relu.class, nodes, next)) {
            next++;
            if (is(MaxPool2dSpec.class, nodes, next) && fusesPool(node, nodes.get(next))) {
                next++;
            }
        }
        return next - i - 1;
    }

    private static boolean is(Class<? extends LayerSpec> type, List<Node> nodes, int i) {
        return i < nodes.size() && type.isInstance(nodes.get(i).layer());
    }

    private static Optional<Node> first(Class<? extends LayerSpec> type, List<Node> nodes) {
        return nodes.stream().filter(node -> type.isInstance(node.layer())).findFirst();
    }

    /** The layers made since the last call stand between these signals. */
    private void note(Signal in, Signal out) {
        while (widths.size() < layers.size()) {
            widths.add(Math.max(in.stride(), out.stride()));
        }
    }

    private boolean fusesPool(Node node, Node pool) {
        Window window = poolGeometry(pool).window();
        if (node.layer() instanceof Conv2dSpec conv) {
            return options.fusesPools()
                    && Convolutions.fusesPool(options.conv(), conv.geometry(node.input()), window, plan);
        }
        return node.layer() instanceof BatchNormSpec
                && options.training()
                && plan.loops().fuses(node.output().channels())
                && MaxPool2x2.fits(window);
    }

    private static Pool2dGeometry poolGeometry(Node pool) {
        return ((MaxPool2dSpec) pool.layer()).geometry(pool.input());
    }

    private static boolean fuses(Node node) {
        LayerSpec layer = node.layer();
        return layer instanceof Conv2dSpec
                || layer instanceof DenseSpec
                || layer instanceof BatchNormSpec
                || layer instanceof ResidualSpec;
    }

    /**
     * @param nodes one, and those that melt into it
     * @param next what reads its output, or null
     */
    private Signal layer(List<Node> nodes, Signal x, Node next) {
        Node node = nodes.get(0);
        LayerSpec layer = node.layer();
        if (layer instanceof Conv2dSpec conv) {
            return convolution(conv, nodes, x, next);
        }
        if (layer instanceof BatchNormSpec) {
            return batchNorm(nodes, x, next);
        }
        boolean relu = nodes.size() > 1;
        if (layer instanceof FlattenSpec && x.shape().isFlat()) {
            return x;
        }
        if (layer instanceof ResidualSpec) {
            return residual(node, x, relu);
        }
        if (layer instanceof SqueezeExciteSpec) {
            return squeezeExcite(node, x);
        }
        if (!node.body().isEmpty()) {
            return chain(node.body(), x);
        }
        Signal y = goesByValue(layer) ? x.inPlace(options.training()) : signal(node);
        if (layer instanceof DenseSpec) {
            layers.add(new Dense(x, y, parameter(node, "weight"), parameter(node, "bias"), relu, plan));
        } else if (layer instanceof MaxPool2dSpec pool) {
            layers.add(maxPool(pool.geometry(node.input()), x, y));
        } else if (layer instanceof AvgPool2dSpec pool) {
            layers.add(new AvgPool(pool.geometry(node.input()), x, y, plan));
        } else if (layer instanceof GlobalAvgPoolSpec) {
            layers.add(new GlobalAvgPool(x, y, plan));
        } else if (layer instanceof FlattenSpec) {
            layers.add(new Flatten(x, y, plan));
        } else if (layer instanceof DropoutSpec dropout) {
            layers.add(new Dropout(dropout.rate(), node.name(), options.seed(), x, y, plan));
        } else if (layer instanceof ActivationSpec activation) {
            layers.add(new Activation(activation, x, y, plan));
        } else {
            throw new IllegalStateException("no engine layer for " + layer.type());
        }
        return y;
    }

    /** Whether each value of the gradient of x comes from the value of dy in the same place. */
    private static boolean goesByValue(LayerSpec layer) {
        return layer instanceof ActivationSpec || layer instanceof DropoutSpec;
    }

    private Signal convolution(Conv2dSpec conv, List<Node> nodes, Signal x, Node next) {
        Node node = nodes.get(0);
        Conv2dGeometry g = conv.geometry(node.input());
        boolean pool = first(MaxPool2dSpec.class, nodes).isPresent();
        Node last = nodes.get(nodes.size() - 1);
        Signal y = pool ? pooled(last, next) : signal(last);
        Parameter weight = parameter(node, "weight");
        Parameter bias = parameter(node, "bias");
        Optional<Node> norm = first(BatchNormSpec.class, nodes);
        if (norm.isPresent()) {
            FoldedBatchNorm folded = folded(norm.get(), weight, bias);
            layers.add(folded);
            weight = folded.weight();
            bias = folded.bias();
        }
        boolean relu = first(ActivationSpec.Relu.class, nodes).isPresent();
        Normalisation before = norms.before(node);
        layers.add(
                pool
                        ? Convolutions.pooled(options.conv(), g, x, y, weight, bias, before, plan)
                        : Convolutions.layer(
                                options.conv(), g, x, y, weight, bias, relu, before, norms.behind(nodes, next), plan));
        return y;
    }

    /** The output of a pool that melted into the layer before it. */
    private Signal pooled(Node pool, Node next) {
        return readsByPicture(next)
                ? Signal.between(pool.output(), options.batch(), options.threads(), plan.block())
                : signal(pool);
    }

    /** Whether the next layer follows in the same chain, and asks where its input's gradient lies. */
    private boolean readsByPicture(Node next) {
        return options.training()
                && next != null
                && next.layer() instanceof Conv2dSpec conv
                && Convolutions.goesByPicture(options.conv(), conv.geometry(next.input()), plan);
    }

    private FoldedBatchNorm folded(Node norm, Parameter weight, Parameter bias) {
        return new FoldedBatchNorm(
                (BatchNormSpec) norm.layer(),
                weight,
                bias,
                parameter(norm, "gamma"),
                parameter(norm, "beta"),
                parameter(norm, "running_mean"),
                parameter(norm, "running_variance"));
    }

    private Layer maxPool(Pool2dGeometry g, Signal x, Signal y) {
        return MaxPool2x2.fits(g.window()) ? new MaxPool2x2(g, x, y, plan) : new MaxPool(g, x, y, plan);
    }

    private Signal batchNorm(List<Node> nodes, Signal x, Node next) {
        Optional<Node> pool = first(MaxPool2dSpec.class, nodes);
        if (pool.isPresent()) {
            Signal y = pooled(pool.get(), next);
            norms.pooled(nodes, poolGeometry(pool.get()), x, y);
            return y;
        }
        return norms.layers(nodes, x, next);
    }

    private Signal residual(Node node, Signal x, boolean relu) {
        Signal branch = x.fork();
        layers.add(new Fork(x, branch, plan));
        Signal body = chain(node.body(), x);
        Signal shortcut = chain(node.shortcut(), branch);
        Signal y = body.inPlace(options.training());
        layers.add(new Add(body, shortcut, y, relu, plan));
        return y;
    }

    private Signal squeezeExcite(Node node, Signal x) {
        Signal branch = x.fork();
        Signal y = x.inPlace(options.training());
        layers.add(new Fork(x, branch, plan));
        Signal gate = chain(node.body(), branch);
        layers.add(new Scale(x, gate, y, plan));
        return y;
    }

    private Signal signal(Node node) {
        return Signal.of(node.output(), options.batch(), options.training());
    }

    /** One of a node's parameters; null if it has none of that name. */
    private Parameter parameter(Node node, String name) {
        return parameters.get(node.name() + "." + name);
    }
}
