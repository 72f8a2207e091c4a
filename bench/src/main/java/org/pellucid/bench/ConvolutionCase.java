package org.pellucid.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.ConvChoice;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;

/**
 * One convolution to be measured, as a word of JMH's command line: {@code vector winograd 1 16 32 24 64 3 1 1 same}.
 *
 * @param backend who multiplies
 * @param algorithm how the convolution is computed
 * @param threads that compute
 * @param batch pictures in a pass
 * @param in one picture
 * @param layer the convolution, with bias
 */
public record ConvolutionCase(
        String backend, ConvAlgorithm algorithm, int threads, int batch, Shape in, Conv2dSpec layer) {
    private static final int BATCH = 16;

    /** Shapes that no model has: a size that no tile divides, channels that no vector divides, one pixel. */
    private static final List<String> ODD =
            List.of("64 7 64 3 1 1 same", "33 11 65 3 1 1 same", "3 48 16 5 1 1 same", "256 1 256 1 1 1 valid");

    private static final List<String> QUICK =
            List.of("1 48 32 3 1 1 same", "32 24 64 3 1 1 same", "64 7 64 3 1 1 same", "96 24 96 3 1 96 same");

    static ConvolutionCase of(String text) {
        String[] w = text.split(" ", -1);
        int size = Integer.parseInt(w[5]);
        Padding padding = switch (w[10]) {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> Padding.of(Integer.parseInt(w[10]));
        };
        return new ConvolutionCase(
                w[0],
                ConvAlgorithm.valueOf(w[1].toUpperCase(Locale.ROOT)),
                Integer.parseInt(w[2]),
                Integer.parseInt(w[3]),
                new Shape(Integer.parseInt(w[4]), size, size),
                new Conv2dSpec(
                        Integer.parseInt(w[6]),
                        Size.of(Integer.parseInt(w[7])),
                        Size.of(Integer.parseInt(w[8])),
                        padding,
                        Size.of(1),
                        Integer.parseInt(w[9]),
                        true));
    }

    /**
     * Prints cases, separated by commas, for {@code -p convolution=}: those of the models named, and odd ones.
     *
     * @param arguments {@code quick}, or names of models, or none: all models
     */
    public static void main(String[] arguments) {
        Set<String> layers = new LinkedHashSet<>();
        if (List.of(arguments).equals(List.of("quick"))) {
            layers.addAll(QUICK);
        } else {
            (arguments.length == 0 ? NamedModels.names().stream() : Stream.of(arguments))
                    .map(name -> NamedModels.create(name, NamedModels.FACE, 7))
                    .forEach(spec -> layers.addAll(layers(spec)));
            layers.addAll(ODD);
        }
        StringJoiner cases = new StringJoiner(",");
        for (String layer : layers) {
            machines(layer).forEach(machine -> cases.add(machine + " 1 " + BATCH + " " + layer));
            cases.add("vector auto 2 " + BATCH + " " + layer);
            cases.add("vector auto 1 1 " + layer);
        }
        System.out.println(cases);
    }

    private static List<String> layers(NetworkSpec spec) {
        List<String> layers = new ArrayList<>();
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                if (node.layer() instanceof Conv2dSpec conv) {
                    layers.add(word(node.input(), conv));
                }
            }
        }
        return layers;
    }

    private static String word(Shape in, Conv2dSpec conv) {
        String padding = switch (conv.padding().mode()) {
            case SAME -> "same";
            case VALID -> "valid";
            case EXPLICIT -> Integer.toString(conv.padding().top());
        };
        return in.channels() + " " + in.height() + " " + conv.outChannels() + " "
                + conv.kernel().height() + " " + conv.stride().height() + " " + conv.groups() + " " + padding;
    }

    /** What computes that layer differently from each other: where Winograd does not fit, it is direct over again. */
    private static List<String> machines(String layer) {
        Conv2dGeometry g = of("vector auto 1 1 " + layer).geometry();
        if (g.groups() == g.cIn() && g.groups() > 1) {
            return List.of("vector auto", "reference auto"); // depthwise: a loop of its own
        }
        Options vector = Options.of(Backends.select("vector").backend());
        List<String> machines = new ArrayList<>();
        for (ConvAlgorithm algorithm : List.of(ConvAlgorithm.DIRECT, ConvAlgorithm.WINOGRAD, ConvAlgorithm.IM2COL)) {
            if (ConvChoice.of(vector.conv(algorithm), g).data() == algorithm) {
                machines.add("vector " + algorithm.label());
            }
        }
        machines.add("jblas im2col");
        machines.add("reference im2col");
        return machines;
    }

    Conv2dGeometry geometry() {
        return layer.geometry(in).withBatch(batch);
    }

    Options options() {
        return Options.of(Backends.select(backend).backend())
                .conv(algorithm)
                .threads(threads)
                .batch(batch);
    }

    /** Floating-point operations of one direction over the batch, the sums as they are defined. */
    double flops() {
        return 2.0 * batch * layer.macs(in);
    }

    /** Bytes that a direction must read or write at least once, everything else kept: x, w and y. */
    double bytes() {
        Conv2dGeometry g = geometry();
        return 4.0 * ((double) g.xSize() + g.wSize() + g.ySize());
    }

    /** Who computes: {@code vector winograd}. */
    String machine() {
        return backend + " " + algorithm.label();
    }

    /** The layer for people: {@code 32×24×24 → 64, 3×3}. */
    String label() {
        String groups = layer.groups() == 1
                ? ""
                : layer.groups() == in.channels() ? ", depthwise" : ", groups " + layer.groups();
        String stride =
                layer.stride().height() == 1 ? "" : ", stride " + layer.stride().height();
        return in.channels() + "×" + in.height() + "×" + in.width() + " → " + layer.outChannels() + ", "
                + layer.kernel() + stride + groups;
    }
}
