package org.pellucid.support;

import java.util.List;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SqueezeExciteSpec;

/** A small network with a layer of every kind. */
public final class EveryKind {
    private static final ActivationSpec RELU = new ActivationSpec.Relu();
    private static final ActivationSpec SILU = new ActivationSpec.Silu();
    private static final BatchNormSpec BN = BatchNormSpec.DEFAULT;

    private EveryKind() {}

    /** 2×11×10 in, 4 classes out. */
    public static NetworkSpec network() {
        ResidualSpec projected = new ResidualSpec(
                List.of(
                        Conv2dSpec.of(8, 3).withStride(2).withoutBias(),
                        BN,
                        RELU,
                        Conv2dSpec.of(8, 3).withoutBias(),
                        BN),
                List.of(Conv2dSpec.of(8, 1).withStride(2).withoutBias(), BN));
        ResidualSpec identity = ResidualSpec.of(BN, SILU, Conv2dSpec.of(8, 3).withGroups(8), SILU);
        return new NetworkSpec(
                "every-kind",
                new Shape(2, 11, 10),
                List.of(
                        Conv2dSpec.of(6, 3),
                        RELU,
                        new MaxPool2dSpec(Size.of(3), Size.of(1), Padding.SAME),
                        Conv2dSpec.of(6, 3).withGroups(2),
                        new ActivationSpec.Elu(1),
                        new AvgPool2dSpec(Size.of(3), Size.of(2), Padding.of(1)),
                        new SeparableConv2dSpec(8, Size.of(3), Size.of(1), Padding.SAME, true),
                        new ActivationSpec.LeakyRelu(0.1),
                        projected,
                        identity,
                        new SqueezeExciteSpec(2, SILU),
                        new DropoutSpec(0.25),
                        new FlattenSpec(),
                        DenseSpec.of(10),
                        new ActivationSpec.Tanh(),
                        DenseSpec.of(9),
                        BN,
                        RELU,
                        DenseSpec.of(8),
                        new ActivationSpec.Sigmoid(),
                        DenseSpec.of(4)));
    }
}
