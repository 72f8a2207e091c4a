package org.pellucid.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.pellucid.spec.Padding;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SpecException;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.tensor.Rng;

/** Small networks of random layers in random geometries, with random values for their parameters. */
public final class RandomNetworks {
    private static final int LAYERS = 5;

    private RandomNetworks() {}

    /** A network: some layers for pictures, a way to a vector, some layers for vectors. */
    public static NetworkSpec draw(Rng rng) {
        while (true) {
            try {
                Shape input = new Shape(1 + rng.nextInt(3), 5 + rng.nextInt(5), 5 + rng.nextInt(5));
                List<LayerSpec> layers = new ArrayList<>();
                Shape shape = input;
                for (int i = 0; i < LAYERS; i++) {
                    LayerSpec layer = picture(rng, shape);
                    layers.add(layer);
                    shape = layer.output(shape);
                }
                layers.add(rng.nextInt(2) == 0 ? new FlattenSpec() : new GlobalAvgPoolSpec());
                layers.add(new DenseSpec(3 + rng.nextInt(4), rng.nextInt(3) > 0));
                layers.add(rng.nextInt(2) == 0 ? BatchNormSpec.DEFAULT : new DropoutSpec(0.3));
                layers.add(activation(rng));
                layers.add(DenseSpec.of(2 + rng.nextInt(4)));
                return new NetworkSpec("random", input, layers);
            } catch (SpecException impossible) {
                continue; // a window larger than the picture
            }
        }
    }

    private static LayerSpec picture(Rng rng, Shape in) {
        return switch (rng.nextInt(10)) {
            case 0, 1 -> convolution(rng, in.channels(), 1 + rng.nextInt(4));
            case 2 -> convolution(rng, in.channels(), in.channels());
            case 3 ->
                new SeparableConv2dSpec(
                        1 + rng.nextInt(4),
                        Size.of(1 + rng.nextInt(3)),
                        Size.of(1 + rng.nextInt(2)),
                        Padding.SAME,
                        true);
            case 4 -> new MaxPool2dSpec(Size.of(1 + rng.nextInt(3)), Size.of(1 + rng.nextInt(2)), Padding.SAME);
            case 5 -> new AvgPool2dSpec(Size.of(1 + rng.nextInt(3)), Size.of(1 + rng.nextInt(2)), Padding.SAME);
            case 6 -> new BatchNormSpec(1e-3, 0.1);
            case 7 -> residual(rng, in);
            case 8 -> new SqueezeExciteSpec(1 + rng.nextInt(3), activation(rng));
            default -> activation(rng);
        };
    }

    private static LayerSpec convolution(Rng rng, int cIn, int cOut) {
        int groups = cOut == cIn && rng.nextInt(2) == 0 ? cIn : 1;
        return new Conv2dSpec(
                cOut,
                new Size(1 + rng.nextInt(3), 1 + rng.nextInt(3)),
                new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2)),
                rng.nextInt(2) == 0 ? Padding.SAME : Padding.of(rng.nextInt(2), rng.nextInt(3), rng.nextInt(2), 1),
                new Size(1 + rng.nextInt(2), 1 + rng.nextInt(2)),
                groups,
                rng.nextInt(3) > 0);
    }

    private static LayerSpec residual(Rng rng, Shape in) {
        if (rng.nextInt(2) == 0) {
            return ResidualSpec.of(new BatchNormSpec(1e-3, 0.1), activation(rng), Conv2dSpec.of(in.channels(), 3));
        }
        int channels = 1 + rng.nextInt(4);
        return new ResidualSpec(
                List.of(Conv2dSpec.of(channels, 3).withStride(2), activation(rng)),
                List.of(Conv2dSpec.of(channels, 1).withStride(2), BatchNormSpec.DEFAULT));
    }

    private static ActivationSpec activation(Rng rng) {
        return switch (rng.nextInt(6)) {
            case 0 -> new ActivationSpec.Relu();
            case 1 -> new ActivationSpec.LeakyRelu(0.1);
            case 2 -> new ActivationSpec.Elu(0.8);
            case 3 -> new ActivationSpec.Silu();
            case 4 -> new ActivationSpec.Sigmoid();
            default -> new ActivationSpec.Tanh();
        };
    }

    /** Values for all parameters; variances are positive. */
    public static Map<String, double[]> parameters(NetworkSpec spec, Rng rng) {
        Map<String, double[]> all = new LinkedHashMap<>();
        for (ParameterSpec p : spec.parameters()) {
            double[] values = new double[p.size()];
            double scale = p.role() == ParameterSpec.Role.WEIGHT ? Math.sqrt(3.0 / Math.max(1, p.fanIn())) : 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = p.role() == ParameterSpec.Role.RUNNING_VARIANCE
                        ? rng.uniform(0.5, 1.5)
                        : scale * rng.uniform(-1.0, 1.0);
            }
            all.put(p.name(), values);
        }
        return all;
    }
}
