package org.pellucid.report.derive;

import java.util.Locale;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.Size;
import org.pellucid.spec.SqueezeExciteSpec;

/** What a layer is, in a few words. */
final class Settings {
    private Settings() {}

    static String of(LayerSpec layer) {
        if (layer instanceof Conv2dSpec c) {
            return "conv " + c.kernel() + steps(c.stride()) + (isSame(c) ? "" : padding(c.padding(), c.kernel()))
                    + (c.dilation().equals(Size.of(1)) ? "" : ", dilation " + c.dilation())
                    + (c.groups() == 1 ? "" : ", " + c.groups() + " groups") + (c.bias() ? "" : ", no bias");
        }
        if (layer instanceof SeparableConv2dSpec s) {
            return "separable conv " + s.kernel() + steps(s.stride()) + padding(s.padding(), s.kernel())
                    + (s.bias() ? "" : ", no bias");
        }
        if (layer instanceof MaxPool2dSpec p) {
            return "max pooling " + p.kernel() + steps(p.stride()) + padding(p.padding(), p.kernel());
        }
        if (layer instanceof AvgPool2dSpec p) {
            return "average pooling " + p.kernel() + steps(p.stride()) + padding(p.padding(), p.kernel());
        }
        if (layer instanceof DenseSpec d) {
            return "dense" + (d.bias() ? "" : ", no bias");
        }
        if (layer instanceof DropoutSpec d) {
            return "dropout, rate " + number(d.rate());
        }
        if (layer instanceof BatchNormSpec) {
            return "batch normalisation";
        }
        if (layer instanceof ActivationSpec f) {
            return activation(f);
        }
        if (layer instanceof ResidualSpec r) {
            return "residual block" + (r.shortcut().isEmpty() ? "" : ", projected");
        }
        if (layer instanceof SqueezeExciteSpec s) {
            return "squeeze-and-excitation, " + s.squeezed() + " squeezed";
        }
        return layer.type().equals("flatten") ? "flatten" : "global average pooling";
    }

    /** The name of an activation as people write it. */
    static String activation(ActivationSpec f) {
        if (f instanceof ActivationSpec.LeakyRelu leaky) {
            return "LeakyReLU, slope " + number(leaky.slope());
        }
        if (f instanceof ActivationSpec.Elu elu) {
            return "ELU, alpha " + number(elu.alpha());
        }
        return switch (f.type()) {
            case "relu" -> "ReLU";
            case "silu" -> "SiLU";
            default -> f.type();
        };
    }

    /** As short as it can be. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.10f", value).replaceFirst("0+$", "");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether the padding, as stated, is that of the rule {@code same}. */
    private static boolean isSame(Conv2dSpec c) {
        Size k = c.kernel();
        int h = (k.height() - 1) * c.dilation().height();
        int w = (k.width() - 1) * c.dilation().width();
        return c.stride().equals(Size.of(1))
                && h % 2 + w % 2 == 0
                && c.padding().equals(Padding.of(h / 2, w / 2, h / 2, w / 2));
    }

    private static String steps(Size stride) {
        boolean square = stride.height() == stride.width();
        return stride.equals(Size.of(1)) ? "" : ", stride " + (square ? stride.height() : stride);
    }

    private static String padding(Padding padding, Size kernel) {
        return switch (padding.mode()) {
            case VALID -> kernel.equals(Size.of(1)) ? "" : ", no padding";
            case SAME -> "";
            case EXPLICIT -> {
                boolean even = padding.equals(Padding.of(padding.top()));
                yield ", padding "
                        + (even
                                ? padding.top()
                                : padding.top() + "," + padding.left() + "," + padding.bottom() + ","
                                        + padding.right());
            }
        };
    }
}
