package org.pellucid.spec;

import java.util.List;

/**
 * A depthwise convolution (one kernel a channel, without bias) followed by a 1×1 convolution that mixes the channels.
 * Source: Chollet, <i>Xception</i>, CVPR 2017.
 *
 * @param outChannels of the 1×1 convolution
 * @param kernel of the depthwise convolution
 * @param stride of the depthwise convolution
 * @param padding of the depthwise convolution
 * @param bias whether the 1×1 convolution adds one
 */
public record SeparableConv2dSpec(int outChannels, Size kernel, Size stride, Padding padding, boolean bias)
        implements LayerSpec {
    public SeparableConv2dSpec {
        if (outChannels < 1) {
            throw new SpecException("separable-conv2d expects at least 1 output channel but gets " + outChannels);
        }
    }

    @Override
    public String type() {
        return "separable-conv2d";
    }

    @Override
    public String prefix() {
        return "separable";
    }

    @Override
    public Shape output(Shape in) {
        Shape out = in;
        for (LayerSpec layer : body(in)) {
            out = layer.output(out);
        }
        return out;
    }

    @Override
    public List<LayerSpec> body(Shape in) {
        int c = in.channels();
        return List.of(
                new Conv2dSpec(c, kernel, stride, padding, Size.of(1), c, false),
                new Conv2dSpec(outChannels, Size.of(1), Size.of(1), Padding.VALID, Size.of(1), 1, bias));
    }
}
