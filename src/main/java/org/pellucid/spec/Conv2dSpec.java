package org.pellucid.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolution in two dimensions (cross-correlation, as everywhere in this field).
 *
 * @param outChannels kernels, each of which gives one output channel
 * @param kernel size of the window
 * @param stride steps of the window
 * @param padding zeros around the picture
 * @param dilation steps inside the window
 * @param groups into which the channels are split; as many as input channels: depthwise
 * @param bias whether a number is added to each output channel
 */
public record Conv2dSpec(
        int outChannels, Size kernel, Size stride, Padding padding, Size dilation, int groups, boolean bias)
        implements LayerSpec {
    public Conv2dSpec {
        if (outChannels < 1) {
            throw new SpecException("conv2d expects at least 1 output channel but gets " + outChannels);
        }
        if (groups < 1) {
            throw new SpecException("conv2d expects at least 1 group but gets " + groups);
        }
    }

    /** An odd square kernel, stride 1, padding {@code same}, with bias. */
    public static Conv2dSpec of(int outChannels, int kernel) {
        return new Conv2dSpec(outChannels, Size.of(kernel), Size.of(1), Padding.SAME, Size.of(1), 1, true);
    }

    public Conv2dSpec withStride(int step) {
        return new Conv2dSpec(outChannels, kernel, Size.of(step), padding, dilation, groups, bias);
    }

    public Conv2dSpec withPadding(Padding rule) {
        return new Conv2dSpec(outChannels, kernel, stride, rule, dilation, groups, bias);
    }

    public Conv2dSpec withGroups(int count) {
        return new Conv2dSpec(outChannels, kernel, stride, padding, dilation, count, bias);
    }

    public Conv2dSpec withoutBias() {
        return new Conv2dSpec(outChannels, kernel, stride, padding, dilation, groups, false);
    }

    /** All numbers of this convolution on a batch of one. */
    public Conv2dGeometry geometry(Shape in) {
        Window window = Window.of(in, kernel, stride, dilation, padding);
        return new Conv2dGeometry(1, in.channels(), outChannels, groups, window);
    }

    @Override
    public String type() {
        return "conv2d";
    }

    @Override
    public String prefix() {
        return "conv";
    }

    @Override
    public Shape output(Shape in) {
        Window window = geometry(in).window();
        return new Shape(outChannels, window.hOut(), window.wOut());
    }

    @Override
    public List<ParameterSpec> parameters(Shape in) {
        Conv2dGeometry g = geometry(in);
        int area = kernel.height() * kernel.width();
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(ParameterSpec.weight(
                g.reduction(), g.cOutPerGroup() * area, outChannels, g.cInPerGroup(), kernel.height(), kernel.width()));
        if (bias) {
            parameters.add(ParameterSpec.perChannel("bias", ParameterSpec.Role.BIAS, outChannels));
        }
        return parameters;
    }

    @Override
    public long macs(Shape in) {
        Conv2dGeometry g = geometry(in);
        return (long) g.ySize() * g.reduction();
    }
}
