package org.pellucid.spec;

import java.util.List;

/**
 * One layer of a network, as data.
 *
 * <p>A layer knows what shape it makes of a shape, what parameters it has and what it costs. How it computes is the
 * business of the two machines. Input channels are never stated: they follow from the layer before.
 */
public sealed interface LayerSpec
        permits Conv2dSpec,
                SeparableConv2dSpec,
                MaxPool2dSpec,
                AvgPool2dSpec,
                GlobalAvgPoolSpec,
                DenseSpec,
                FlattenSpec,
                DropoutSpec,
                BatchNormSpec,
                ActivationSpec,
                ResidualSpec,
                SqueezeExciteSpec {

    /** The type in JSON, such as {@code conv2d}. */
    String type();

    /** The start of its automatic names, such as {@code conv} in {@code conv1}. */
    String prefix();

    /**
     * The shape that this layer makes of an input.
     *
     * @throws SpecException if it cannot take that input; the message starts with a verb, to go behind the layer's name
     */
    Shape output(Shape in);

    /** Its own parameters on that input, without those of the layers it is made of. */
    default List<ParameterSpec> parameters(Shape in) {
        return List.of();
    }

    /** Its own multiply–accumulate operations on that input for one example, without those of the layers it is made of. */
    default long macs(Shape in) {
        return 0;
    }

    /** The layers it is made of, in order, on that input; empty for a simple layer. */
    default List<LayerSpec> body(Shape in) {
        return List.of();
    }

    /** The layers on a residual's second path; empty for every other layer and for an identity. */
    default List<LayerSpec> shortcut() {
        return List.of();
    }
}
