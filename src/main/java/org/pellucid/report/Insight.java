package org.pellucid.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.data.Dataset;
import org.pellucid.model.Model;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.tensor.Tensor;
import org.pellucid.textbook.TextbookNetwork;

/** Looks into a model: the kernels of its first convolution, and what its first convolutions make of one picture. */
final class Insight {
    private static final int MOST = 32;
    private static final int COLUMNS = 8;
    private static final int LAYERS = 2;

    private Insight() {}

    /** The first convolutions outside composite layers, in order. */
    private static List<Node> convolutions(Model model) {
        return model.spec().nodes().stream()
                .filter(node -> node.layer() instanceof Conv2dSpec)
                .limit(LAYERS)
                .toList();
    }

    /** The kernels of the first convolution, 0 in middle grey; of several input channels the mean. */
    static Optional<PictureSheet> filters(Model model) {
        List<Node> convolutions = convolutions(model);
        if (convolutions.isEmpty()) {
            return Optional.empty();
        }
        Node first = convolutions.get(0);
        ParameterSpec spec = first.parameters().get(0);
        Tensor w = model.weights().get(spec.name());
        int cOut = w.size(0);
        int cIn = w.size(1);
        int kH = w.size(2);
        int kW = w.size(3);
        List<PictureSheet.Cell> cells = new ArrayList<>();
        for (int o = 0; o < Math.min(MOST, cOut); o++) {
            double[] kernel = new double[kH * kW];
            for (int c = 0; c < cIn; c++) {
                for (int i = 0; i < kernel.length; i++) {
                    kernel[i] += w.data()[(o * cIn + c) * kernel.length + i] / cIn;
                }
            }
            double most = 0;
            for (double value : kernel) {
                most = Math.max(most, Math.abs(value));
            }
            cells.add(new PictureSheet.Cell(List.of(grey(kernel, 0, kH, kW, -most, most)), List.of(), false));
        }
        return Optional.of(new PictureSheet(
                spec.name() + ": " + cells.size() + " of " + cOut + " kernels of " + kH + "×" + kW, cells, COLUMNS));
    }

    /** What the first convolutions, and the layers that bend their outputs, make of a picture. */
    static List<PictureSheet> maps(Model model, Dataset data, int i) {
        float[] picture = new float[data.pictureSize()];
        data.pixels(i, picture, 0);
        model.preprocessing().standardisation().apply(picture, 0, picture.length);
        double[] x = new double[picture.length];
        for (int p = 0; p < x.length; p++) {
            x[p] = picture[p];
        }
        Map<String, double[]> parameters = new HashMap<>();
        model.weights().forEach((name, tensor) -> {
            double[] values = new double[tensor.size()];
            for (int j = 0; j < values.length; j++) {
                values[j] = tensor.data()[j];
            }
            parameters.put(name, values);
        });
        List<Node> convolutions = convolutions(model);
        List<PictureSheet> sheets = new ArrayList<>();
        if (convolutions.isEmpty()) {
            return sheets;
        }
        TextbookNetwork network = new TextbookNetwork(model.spec(), parameters);
        network.forward(x, 1, false, null);
        for (Node node : convolutions) {
            sheets.add(sheet(node, network.values(node.name()).y()));
        }
        return sheets;
    }

    private static PictureSheet sheet(Node node, double[] y) {
        int channels = node.output().channels();
        int h = node.output().height();
        int w = node.output().width();
        List<PictureSheet.Cell> cells = new ArrayList<>();
        for (int c = 0; c < Math.min(MOST, channels); c++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int p = c * h * w; p < (c + 1) * h * w; p++) {
                least = Math.min(least, y[p]);
                most = Math.max(most, y[p]);
            }
            cells.add(new PictureSheet.Cell(List.of(grey(y, c * h * w, h, w, least, most)), List.of(), false));
        }
        return new PictureSheet(
                node.name() + ": " + cells.size() + " of " + channels + " feature maps of " + h + "×" + w,
                cells,
                COLUMNS);
    }

    private static BufferedImage grey(double[] values, int from, int h, int w, double low, double high) {
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double t = high > low ? (values[from + y * w + x] - low) / (high - low) : 0.5;
                int level = (int) Math.round(255 * t);
                image.setRGB(x, y, level * 0x010101);
            }
        }
        return image;
    }
}
