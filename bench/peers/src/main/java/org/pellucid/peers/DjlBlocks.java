package org.pellucid.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.spec.Window;

/** DJL's blocks for a network, and our weights for DJL's blocks. */
final class DjlBlocks {
    /** Our names of a layer's tensors to DJL's. */
    private static final Map<String, String> NAMES = Map.of(
            "weight", "weight",
            "bias", "bias",
            "gamma", "gamma",
            "beta", "beta",
            "running_mean", "runningMean",
            "running_variance", "runningVar");

    private final Map<String, Block> leaves = new LinkedHashMap<>();
    private final SequentialBlock network;

    DjlBlocks(NetworkSpec spec) {
        network = chain(spec.nodes());
    }

    Block network() {
        return network;
    }

    /** Makes the blocks' arrays for pictures of that shape, and copies the weights into them. */
    void initialise(NDManager manager, Shape pictures, Map<String, float[]> weights) {
        network.initialize(manager, DataType.FLOAT32, pictures);
        weights.forEach((name, values) -> {
            int dot = name.lastIndexOf('.');
            Block leaf = leaves.get(name.substring(0, dot));
            NDArray array =
                    leaf.getParameters().get(NAMES.get(name.substring(dot + 1))).getArray();
            if (array.size() != values.length) {
                throw new IllegalStateException(
                        name + " has " + values.length + " values here, " + array.size() + " in DJL");
            }
            array.set(FloatBuffer.wrap(values));
        });
    }

    private SequentialBlock chain(List<Node> nodes) {
        SequentialBlock chain = new SequentialBlock();
        nodes.forEach(node -> chain.add(block(node)));
        return chain;
    }

    private Block leaf(Node node, Block block) {
        leaves.put(node.name(), block);
        return block;
    }

    private Block block(Node node) {
        if (node.layer() instanceof Conv2dSpec conv) {
            return convolution(node, conv);
        } else if (node.layer() instanceof DenseSpec dense) {
            return leaf(
                    node,
                    Linear.builder()
                            .setUnits(dense.units())
                            .optBias(dense.bias())
                            .build());
        } else if (node.layer() instanceof BatchNormSpec bn) {
            BatchNorm block = BatchNorm.builder()
                    .optEpsilon((float) bn.epsilon())
                    .optMomentum((float) (1 - bn.momentum()))
                    .build();
            return leaf(node, block);
        } else if (node.layer() instanceof MaxPool2dSpec pool) {
            return maxPool(node, pool.geometry(node.input()).window());
        } else if (node.layer() instanceof AvgPool2dSpec pool) {
            return averagePool(node, pool.geometry(node.input()).window());
        } else if (node.layer() instanceof GlobalAvgPoolSpec) {
            return Pool.globalAvgPool2dBlock();
        } else if (node.layer() instanceof FlattenSpec) {
            return Blocks.batchFlattenBlock();
        } else if (node.layer() instanceof DropoutSpec dropout) {
            return Dropout.builder().optRate((float) dropout.rate()).build();
        } else if (node.layer() instanceof ActivationSpec activation) {
            return activation(activation);
        } else if (node.layer() instanceof SeparableConv2dSpec) {
            return chain(node.body());
        } else if (node.layer() instanceof ResidualSpec) {
            Block shortcut = node.shortcut().isEmpty() ? Blocks.identityBlock() : chain(node.shortcut());
            return parallel(NDArray::add, chain(node.body()), shortcut);
        } else if (node.layer() instanceof SqueezeExciteSpec) {
            return parallel(
                    (x, gate) -> x.mul(
                            gate.reshape(gate.getShape().get(0), gate.getShape().get(1), 1, 1)),
                    Blocks.identityBlock(),
                    chain(node.body()));
        }
        throw new IllegalArgumentException("no DJL block for " + node.layer());
    }

    private interface Join {
        NDArray of(NDArray left, NDArray right);
    }

    private static Block parallel(Join join, Block left, Block right) {
        return new ParallelBlock(
                ends -> new NDList(
                        join.of(ends.get(0).singletonOrThrow(), ends.get(1).singletonOrThrow())),
                List.of(left, right));
    }

    private static Block activation(ActivationSpec activation) {
        if (activation instanceof ActivationSpec.Relu) {
            return Activation.reluBlock();
        } else if (activation instanceof ActivationSpec.Silu) {
            return Activation.swishBlock(1);
        } else if (activation instanceof ActivationSpec.Sigmoid) {
            return Activation.sigmoidBlock();
        } else if (activation instanceof ActivationSpec.Tanh) {
            return Activation.tanhBlock();
        } else if (activation instanceof ActivationSpec.LeakyRelu leaky) {
            return Activation.leakyReluBlock((float) leaky.slope());
        } else if (activation instanceof ActivationSpec.Elu elu) {
            return Activation.eluBlock((float) elu.alpha());
        }
        throw new IllegalArgumentException("no DJL block for " + activation);
    }

    private Block convolution(Node node, Conv2dSpec spec) {
        Conv2dGeometry g = spec.geometry(node.input());
        Window w = g.window();
        Borders borders = Borders.of(w);
        Block conv = leaf(
                node,
                Conv2d.builder()
                        .setKernelShape(new Shape(w.kH(), w.kW()))
                        .setFilters(g.cOut())
                        .optStride(new Shape(w.strideH(), w.strideW()))
                        .optPadding(borders.even() ? new Shape(w.padTop(), w.padLeft()) : new Shape(0, 0))
                        .optDilation(new Shape(w.dilationH(), w.dilationW()))
                        .optGroups(g.groups())
                        .optBias(spec.bias())
                        .build());
        return borders.even()
                ? conv
                : new SequentialBlock().add(padding(borders, 0)).add(conv);
    }

    /** PyTorch pads both sides alike; where a network pads one side more, as Keras does, a step of its own must. */
    private static Block padding(Borders b, double value) {
        Shape sides = new Shape(b.left(), b.right(), b.top(), b.bottom());
        return LambdaBlock.singleton(x -> x.pad(sides, value));
    }

    private static Block maxPool(Node node, Window w) {
        Borders borders = Borders.of(w);
        Shape kernel = new Shape(w.kH(), w.kW());
        Shape stride = new Shape(w.strideH(), w.strideW());
        if (borders.even()) {
            return Pool.maxPool2dBlock(kernel, stride, new Shape(w.padTop(), w.padLeft()));
        }
        if (w.padTop() == 0 && w.padLeft() == 0) { // the quicker way: a last window that sticks out
            return Pool.maxPool2dBlock(kernel, stride, new Shape(0, 0), true);
        }
        return new SequentialBlock()
                .add(padding(borders, Double.NEGATIVE_INFINITY))
                .add(Pool.maxPool2dBlock(kernel, stride));
    }

    private static Block averagePool(Node node, Window w) {
        if (!Borders.of(w).even()) {
            throw new IllegalArgumentException(node.name() + ": no DJL block for an average over uneven padding");
        }
        return Pool.avgPool2dBlock(
                new Shape(w.kH(), w.kW()),
                new Shape(w.strideH(), w.strideW()),
                new Shape(w.padTop(), w.padLeft()),
                false,
                false);
    }
}
