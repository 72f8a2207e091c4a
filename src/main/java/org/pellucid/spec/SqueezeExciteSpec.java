package org.pellucid.spec;

import java.util.List;

/**
 * Weighs each channel by a number in (0, 1) computed from all of them: y = x · σ(W₂ φ(W₁ mean(x) + b₁) + b₂). Source:
 * Hu, Shen, Sun, <i>Squeeze-and-excitation networks</i>, CVPR 2018.
 *
 * @param squeezed units of the first dense layer
 * @param activation φ, usually ReLU or SiLU
 */
public record SqueezeExciteSpec(int squeezed, ActivationSpec activation) implements LayerSpec {
    public SqueezeExciteSpec {
        if (squeezed < 1) {
            throw new SpecException("squeeze-excite expects at least 1 squeezed unit but gets " + squeezed);
        }
    }

    @Override
    public String type() {
        return "squeeze-excite";
    }

    @Override
    public String prefix() {
        return "se";
    }

    @Override
    public Shape output(Shape in) {
        return in;
    }

    /** The gate: from the picture to one number a channel. */
    @Override
    public List<LayerSpec> body(Shape in) {
        return List.of(
                new GlobalAvgPoolSpec(),
                DenseSpec.of(squeezed),
                activation,
                DenseSpec.of(in.channels()),
                new ActivationSpec.Sigmoid());
    }

    @Override
    public long macs(Shape in) {
        return in.size();
    }
}
