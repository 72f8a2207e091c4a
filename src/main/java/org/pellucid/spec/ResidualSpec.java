package org.pellucid.spec;

import java.util.List;

/**
 * y = body(x) + shortcut(x). Source: He et al., CVPR 2016.
 *
 * @param body at least one layer
 * @param shortcut a projection to the body's output shape; empty: the identity
 */
public record ResidualSpec(List<LayerSpec> body, List<LayerSpec> shortcut) implements LayerSpec {
    public ResidualSpec {
        body = List.copyOf(body);
        shortcut = List.copyOf(shortcut);
        if (body.isEmpty()) {
            throw new SpecException("residual expects at least one layer in its body but gets none");
        }
    }

    /** With the identity as its shortcut. */
    public static ResidualSpec of(LayerSpec... body) {
        return new ResidualSpec(List.of(body), List.of());
    }

    @Override
    public String type() {
        return "residual";
    }

    @Override
    public String prefix() {
        return "residual";
    }

    @Override
    public Shape output(Shape in) {
        Shape left = through(body, in);
        Shape right = through(shortcut, in);
        if (!left.equals(right)) {
            throw new SpecException("expects its shortcut to give " + left + " like its body but it gives " + right
                    + ": let a 1×1 convolution with the body's stride and channels be the shortcut");
        }
        return left;
    }

    @Override
    public List<LayerSpec> body(Shape in) {
        return body;
    }

    private static Shape through(List<LayerSpec> layers, Shape in) {
        Shape out = in;
        for (LayerSpec layer : layers) {
            out = layer.output(out);
        }
        return out;
    }
}
