package org.pellucid.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pellucid.data.Dataset;
import org.pellucid.inspect.Boundary;
import org.pellucid.inspect.ClassPictures;
import org.pellucid.inspect.Occlusion;
import org.pellucid.inspect.Sight;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Tensor;

/** Pictures of what a network sees, each with its scale: to be saved, or put into a page as SVG. */
public final class Sights {
    private static final int PANEL = 192;

    private Sights() {}

    /**
     * The kernels of the first convolution, one picture for each output and input channel.
     *
     * @return empty if the network has no convolution
     */
    public static Optional<Figure> filters(NetworkSpec spec, Map<String, Tensor> weights) {
        Optional<Node> first = spec.nodes().stream()
                .flatMap(node -> node.flatten().stream())
                .filter(node -> node.layer() instanceof Conv2dSpec)
                .findFirst();
        return first.map(node -> {
            Tensor w = weights.get(node.name() + ".weight");
            int kH = w.size(2);
            int kW = w.size(3);
            List<double[]> kernels = new ArrayList<>();
            for (int k = 0; k < w.size(0) * w.size(1); k++) {
                double[] kernel = new double[kH * kW];
                for (int p = 0; p < kernel.length; p++) {
                    kernel[p] = w.data()[k * kernel.length + p];
                }
                kernels.add(kernel);
            }
            return Sheet.maps(
                    "Filters of " + node.name() + ", " + spec.name(),
                    List.of(w.size(0) + " kernels of " + kH + "×" + kW
                            + (w.size(1) > 1 ? " through " + w.size(1) + " input channels" : "")
                            + "; red adds to the output where the picture is bright, blue takes away."),
                    kernels,
                    kH,
                    kW,
                    Scale.diverging(kernels.toArray(double[][]::new)));
        });
    }

    /** All channels that a layer gives, on one scale. */
    public static Figure maps(Sight.Maps maps) {
        Shape shape = maps.node().output();
        double[] y = maps.y();
        boolean signed = false;
        for (double value : y) {
            signed |= value < 0;
        }
        return Sheet.maps(
                "Feature maps of " + maps.node().name(),
                List.of(maps.node().layer().type() + ", " + shape + ": its channels, all on one scale; " + silent(maps)
                        + " of " + shape.channels() + " are 0 everywhere."),
                maps.channels(),
                shape.height(),
                shape.width(),
                signed ? Scale.diverging(y) : Scale.fromZero(y));
    }

    private static long silent(Sight.Maps maps) {
        return maps.channels().stream()
                .filter(channel -> {
                    for (double value : channel) {
                        if (value != 0) {
                            return false;
                        }
                    }
                    return true;
                })
                .count();
    }

    /**
     * Everything that is asked about one picture's class.
     *
     * @param x [c, h, w], as the network takes it
     * @param cam Grad-CAM, [h, w] of its layer
     * @param camNode that layer
     */
    public record Asked(
            String picture,
            String label,
            double probability,
            Shape shape,
            double[] x,
            double[] gradient,
            double[] smooth,
            double[] guided,
            double[] cam,
            Node camNode,
            Occlusion occlusion,
            String occluder) {}

    /** Where the network looks: the picture, its saliency in three ways, Grad-CAM and occlusion. */
    public static Figure saliency(Asked a) {
        int h = a.shape().height();
        int w = a.shape().width();
        double[] grey = strongest(a.x(), a.shape(), false);
        List<Panel> panels = new ArrayList<>();
        panels.add(Panel.of("the picture", "standardised, as the network sees it", grey, h, w, Scale.grey(grey)));
        panels.add(signed("gradient", "∂z/∂x of the class's logit z", a.gradient(), a.shape()));
        panels.add(signed("SmoothGrad", "mean gradient over noisy copies", a.smooth(), a.shape()));
        panels.add(signed("guided backpropagation", "ReLUs let back what is positive", a.guided(), a.shape()));
        if (a.cam() != null) {
            Shape s = a.camNode().output();
            double[] fine = Enlarge.bilinear(a.cam(), s.height(), s.width(), h, w);
            panels.add(Panel.of(
                    "Grad-CAM at " + a.camNode().name(),
                    s.height() + "×" + s.width() + " cells, interpolated",
                    fine,
                    h,
                    w,
                    Scale.fromZero(a.cam())));
            panels.add(
                    Panel.over("Grad-CAM on the picture", "half and half", grey, fine, h, w, Scale.fromZero(a.cam())));
        }
        double[] drop = a.occlusion().map();
        panels.add(Panel.of(
                "occlusion", "fall of p where " + a.occluder() + " covers", drop, h, w, Scale.diverging(drop)));
        panels.add(Panel.over("occlusion on the picture", "half and half", grey, drop, h, w, Scale.diverging(drop)));
        return Sheet.panels(
                "Why " + a.label() + "?",
                List.of(String.format(
                        Locale.ROOT, "%s: probability of %s %.3f.", a.picture(), a.label(), a.probability())),
                panels,
                4,
                PANEL);
    }

    private static Panel signed(String caption, String detail, double[] values, Shape shape) {
        double[] plane = strongest(values, shape, true);
        return Panel.of(caption, detail, plane, shape.height(), shape.width(), Scale.diverging(plane));
    }

    /** Of several channels, each pixel's value of the greatest magnitude, or their mean. */
    private static double[] strongest(double[] values, Shape shape, boolean magnitude) {
        int area = shape.height() * shape.width();
        double[] plane = new double[area];
        for (int i = 0; i < values.length; i++) {
            int p = i % area;
            if (!magnitude) {
                plane[p] += values[i] / shape.channels();
            } else if (Math.abs(values[i]) > Math.abs(plane[p])) {
                plane[p] = values[i];
            }
        }
        return plane;
    }

    /** The pictures that classes would most like to see. */
    public static Figure classes(NetworkSpec spec, List<String> names, ClassPictures found) {
        Shape shape = spec.input();
        List<double[]> planes = new ArrayList<>();
        for (float[] picture : found.pictures()) {
            double[] values = new double[picture.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = picture[i];
            }
            planes.add(strongest(values, shape, false));
        }
        Scale scale = Scale.grey(planes.toArray(double[][]::new));
        List<Panel> panels = new ArrayList<>();
        for (int t = 0; t < names.size(); t++) {
            panels.add(Panel.of(
                    names.get(t),
                    String.format(Locale.ROOT, "logit %.1f → %.1f", found.before()[t], found.after()[t])
                            .replace('-', '−'),
                    planes.get(t),
                    shape.height(),
                    shape.width(),
                    scale));
        }
        return Sheet.panels(
                "What " + spec.name() + " would most like to see",
                List.of(
                        "Pictures climbed from noise until a class's logit is large; no picture of the data is in them."),
                panels,
                4,
                PANEL);
    }

    /** The pictures that a network can hardly decide on. */
    public static Figure boundary(String model, Dataset data, List<Boundary> nearest) {
        List<Panel> panels = new ArrayList<>();
        int area = data.height() * data.width();
        float[] raw = new float[data.pictureSize()];
        for (Boundary b : nearest) {
            data.pixels(b.index(), raw, 0);
            double[] plane = new double[area];
            for (int i = 0; i < raw.length; i++) {
                plane[i % area] += raw[i] / data.channels();
            }
            panels.add(new Panel(
                    String.format(
                            Locale.ROOT,
                            "%s %.3f, %s %.3f",
                            data.classes().get(b.first()),
                            b.pFirst(),
                            data.classes().get(b.second()),
                            b.pSecond()),
                    "true: " + data.classes().get(b.label()) + "; picture " + data.id(b.index()),
                    new Scale(Ramp.GREY, 0, 255).picture(plane, data.height(), data.width()),
                    null));
        }
        return Sheet.panels(
                "On the fence: " + model + " on " + data.name(),
                List.of(
                        "The pictures with the least difference between the two most probable classes, the least first."),
                panels,
                5,
                PANEL);
    }
}
