package org.pellucid.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.inspect.Subject;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.tensor.Rng;

/** Layers of a kind in random geometries, with random values in them. */
final class RandomLayers {
    /** What is drawn. */
    enum Kind {
        CONVOLUTION,
        DEPTHWISE,
        DENSE,
        MAX_POOL,
        AVG_POOL,
        GLOBAL_AVG_POOL,
        BATCH_NORM,
        RELU,
        LEAKY_RELU,
        ELU,
        SILU,
        SIGMOID,
        TANH,
        DROPOUT,
        FLATTEN
    }

    private RandomLayers() {}

    static Subject draw(Kind kind, Rng rng) {
        while (true) {
            try {
                return subject(kind, rng);
            } catch (SpecException impossible) {
                continue; // a window larger than the picture, or padding larger than the window
            }
        }
    }

    private static Subject subject(Kind kind, Rng rng) {
        int groups = kind == Kind.CONVOLUTION ? 1 + rng.nextInt(3) : 1;
        Shape input = new Shape(groups * (1 + rng.nextInt(9)), 1 + rng.nextInt(9), 1 + rng.nextInt(9));
        if (rng.nextInt(4) == 0) {
            input = new Shape(groups, 7, 7);
        }
        if (kind == Kind.DENSE) {
            input = Shape.flat(1 + rng.nextInt(700));
        }
        LayerSpec layer = layer(kind, rng, input, groups);
        Node node = new NetworkSpec("random", input, List.of(layer, new FlattenSpec()))
                .nodes()
                .get(0);
        int n = 1 + rng.nextInt(kind == Kind.DENSE ? 70 : 11); // a dense layer treats many in another way
        Map<String, double[]> parameters = new HashMap<>();
        for (ParameterSpec p : node.parameters()) {
            boolean positive = p.role() == ParameterSpec.Role.RUNNING_VARIANCE;
            double[] values = floats(rng, p.size(), 1, 0);
            for (int i = 0; i < values.length; i++) {
                values[i] = positive ? Math.abs(values[i]) + 0.1 : values[i];
                values[i] = (float) values[i];
            }
            parameters.put(p.name(), values);
        }
        boolean fuses = layer instanceof Conv2dSpec || layer instanceof DenseSpec || layer instanceof BatchNormSpec;
        double scale = rng.uniform(0.1, 4.0);
        double offset = rng.nextInt(3) == 0 ? rng.uniform(-20.0, 20.0) : 0;
        return new Subject(
                node,
                fuses && rng.nextBoolean(),
                n,
                parameters,
                floats(rng, n * input.size(), scale, offset),
                floats(rng, n * node.output().size(), 1, 0));
    }

    private static LayerSpec layer(Kind kind, Rng rng, Shape in, int groups) {
        return switch (kind) {
            case CONVOLUTION ->
                new Conv2dSpec(
                        groups * (1 + rng.nextInt(9)),
                        size(rng, 5),
                        size(rng, 3),
                        padding(rng, 3),
                        size(rng, 2),
                        groups,
                        rng.nextBoolean());
            case DEPTHWISE ->
                new Conv2dSpec(
                        in.channels(),
                        size(rng, 5),
                        size(rng, 3),
                        padding(rng, 3),
                        size(rng, 2),
                        in.channels(),
                        rng.nextBoolean());
            case DENSE -> new DenseSpec(1 + rng.nextInt(150), rng.nextBoolean());
            case MAX_POOL -> new MaxPool2dSpec(size(rng, 4), size(rng, 3), padding(rng, 2));
            case AVG_POOL -> new AvgPool2dSpec(size(rng, 4), size(rng, 3), padding(rng, 2));
            case GLOBAL_AVG_POOL -> new GlobalAvgPoolSpec();
            case BATCH_NORM -> new BatchNormSpec(rng.nextBoolean() ? 1e-5 : 1e-3, rng.uniform(0.01, 1.0));
            case RELU -> new ActivationSpec.Relu();
            case LEAKY_RELU -> new ActivationSpec.LeakyRelu(rng.uniform(-0.1, 0.3));
            case ELU -> new ActivationSpec.Elu(rng.uniform(0.5, 2.0));
            case SILU -> new ActivationSpec.Silu();
            case SIGMOID -> new ActivationSpec.Sigmoid();
            case TANH -> new ActivationSpec.Tanh();
            case DROPOUT -> new DropoutSpec(rng.uniform(0.0, 0.9));
            case FLATTEN -> new FlattenSpec();
        };
    }

    private static Size size(Rng rng, int most) {
        return new Size(1 + rng.nextInt(most), 1 + rng.nextInt(most));
    }

    private static Padding padding(Rng rng, int most) {
        return switch (rng.nextInt(3)) {
            case 0 -> Padding.VALID;
            case 1 -> Padding.SAME;
            default -> Padding.of(rng.nextInt(most), rng.nextInt(most), rng.nextInt(most), rng.nextInt(most));
        };
    }

    private static double[] floats(Rng rng, int count, double scale, double offset) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (offset + scale * rng.nextGaussian());
        }
        return values;
    }
}
