package org.pellucid.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models that go by a name, each a few lines. */
public final class NamedModels {
    /** One grey picture of 48 × 48, as in FER2013. */
    public static final Shape FACE = new Shape(1, 48, 48);

    private static final BatchNormSpec BN = BatchNormSpec.DEFAULT;
    private static final ActivationSpec RELU = new ActivationSpec.Relu();
    private static final ActivationSpec SILU = new ActivationSpec.Silu();
    private static final ActivationSpec TANH = new ActivationSpec.Tanh();

    private static final Map<String, Entry> MODELS = models();

    /**
     * None: a dozen epochs of varied pictures underfit rather than overfit. Long trainings are better with 0.3 to 0.5, which
     * {@code --dropout} and the recipes set.
     */
    private static final double SEED_DROPOUT = 0;

    private NamedModels() {}

    private interface Layers {
        List<LayerSpec> of(int channels, int classes);
    }

    private record Entry(String description, Layers layers) {}

    private static Map<String, Entry> models() {
        Map<String, Entry> m = new LinkedHashMap<>();
        m.put("seed", new Entry("three convolutions and two dense layers: where it all starts", (c, k) -> seed(k)));
        m.put("softmax-regression", new Entry("one dense layer: what pixels alone can tell", (c, k) -> linear(k)));
        m.put("mlp", new Entry("two hidden dense layers, no convolution", (c, k) -> mlp(k)));
        m.put("lenet", new Entry("LeNet-5 (LeCun et al. 1998): tanh and average pooling", (c, k) -> lenet(k)));
        m.put("facex", new Entry("four wide convolutions with batch norm, two dense layers", (c, k) -> facex(k)));
        m.put("vgg", new Entry("a slim VGG of ten layers with batch norm", (c, k) -> vgg(k)));
        m.put("vgg-wide", new Entry("a wider VGG, global pooling for the dense layer", (c, k) -> vggWide(k)));
        m.put("vgg16", new Entry("VGG-16 (Simonyan and Zisserman 2015), dense layers of 512", (c, k) -> vgg16(k)));
        m.put(
                "mini-xception",
                new Entry("separable convolutions, 60,000 weights (Arriaga et al. 2017)", (c, k) -> miniXception(k)));
        m.put("resnet18", new Entry("ResNet-18 (He et al. 2016)", (c, k) -> resnet18(k)));
        m.put("efficientnet-b0", new Entry("EfficientNet-B0 (Tan and Le 2019)", (c, k) -> efficientNetB0(k)));
        return m;
    }

    /** All names, simplest use first. */
    public static List<String> names() {
        return List.copyOf(MODELS.keySet());
    }

    /** What a model is, in a line. */
    public static String description(String name) {
        return entry(name).description();
    }

    /**
     * A model by its name.
     *
     * @param input the shape of one example
     * @param classes the number of logits
     * @throws SpecException if there is no such model, or it cannot take that input
     */
    public static NetworkSpec create(String name, Shape input, int classes) {
        return new NetworkSpec(name, input, entry(name).layers().of(input.channels(), classes));
    }

    private static Entry entry(String name) {
        Entry entry = MODELS.get(name);
        if (entry == null) {
            throw new SpecException("unknown model '" + name + "': expected one of " + String.join(", ", names())
                    + ", or the path of a spec.json");
        }
        return entry;
    }

    private static List<LayerSpec> seed(int classes) {
        return List.of(
                Conv2dSpec.of(32, 3),
                RELU,
                MaxPool2dSpec.of(2),
                Conv2dSpec.of(64, 3),
                RELU,
                MaxPool2dSpec.of(2),
                Conv2dSpec.of(128, 3),
                RELU,
                MaxPool2dSpec.of(2),
                new FlattenSpec(),
                DenseSpec.of(256),
                RELU,
                new DropoutSpec(SEED_DROPOUT),
                DenseSpec.of(128),
                RELU,
                new DropoutSpec(SEED_DROPOUT),
                DenseSpec.of(classes));
    }

    private static List<LayerSpec> linear(int classes) {
        return List.of(new FlattenSpec(), DenseSpec.of(classes));
    }

    private static List<LayerSpec> mlp(int classes) {
        return List.of(
                new FlattenSpec(),
                DenseSpec.of(256),
                RELU,
                new DropoutSpec(0.3),
                DenseSpec.of(128),
                RELU,
                new DropoutSpec(0.3),
                DenseSpec.of(classes));
    }

    private static List<LayerSpec> lenet(int classes) {
        return List.of(
                Conv2dSpec.of(6, 5),
                TANH,
                AvgPool2dSpec.of(2),
                Conv2dSpec.of(16, 5).withPadding(Padding.VALID),
                TANH,
                AvgPool2dSpec.of(2),
                new FlattenSpec(),
                DenseSpec.of(120),
                TANH,
                DenseSpec.of(84),
                TANH,
                DenseSpec.of(classes));
    }

    private static List<LayerSpec> facex(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        int[] channels = {64, 128, 512, 512};
        int[] kernels = {3, 5, 3, 3};
        for (int i = 0; i < channels.length; i++) {
            layers.addAll(List.of(
                    Conv2dSpec.of(channels[i], kernels[i]), BN, RELU, MaxPool2dSpec.of(2), new DropoutSpec(0.25)));
        }
        layers.add(new FlattenSpec());
        layers.addAll(List.of(DenseSpec.of(256), BN, RELU, new DropoutSpec(0.25)));
        layers.addAll(List.of(DenseSpec.of(512), BN, RELU, new DropoutSpec(0.25)));
        layers.add(DenseSpec.of(classes));
        return layers;
    }

    private static List<LayerSpec> vgg(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int channels : new int[] {32, 64, 128, 256}) {
            layers.addAll(pair(channels));
            layers.add(MaxPool2dSpec.of(2));
        }
        layers.add(new FlattenSpec());
        layers.addAll(List.of(DenseSpec.of(256), RELU, new DropoutSpec(0.4), DenseSpec.of(classes)));
        return layers;
    }

    private static List<LayerSpec> vggWide(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int channels : new int[] {48, 96, 192}) {
            layers.addAll(pair(channels));
            layers.add(MaxPool2dSpec.of(2));
        }
        layers.addAll(pair(256));
        layers.addAll(List.of(new GlobalAvgPoolSpec(), new DropoutSpec(0.4), DenseSpec.of(classes)));
        return layers;
    }

    private static List<LayerSpec> pair(int channels) {
        Conv2dSpec conv = Conv2dSpec.of(channels, 3).withoutBias();
        return List.of(conv, BN, RELU, conv, BN, RELU);
    }

    private static List<LayerSpec> vgg16(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        int[] channels = {64, 128, 256, 512, 512};
        int[] repeats = {2, 2, 3, 3, 3};
        for (int stage = 0; stage < channels.length; stage++) {
            for (int i = 0; i < repeats[stage]; i++) {
                layers.addAll(List.of(Conv2dSpec.of(channels[stage], 3), RELU));
            }
            layers.add(MaxPool2dSpec.of(2));
        }
        layers.add(new FlattenSpec());
        layers.addAll(List.of(DenseSpec.of(512), RELU, new DropoutSpec(0.5)));
        layers.addAll(List.of(DenseSpec.of(512), RELU, new DropoutSpec(0.5)));
        layers.add(DenseSpec.of(classes));
        return layers;
    }

    private static List<LayerSpec> miniXception(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            layers.addAll(List.of(Conv2dSpec.of(8, 3).withPadding(Padding.VALID).withoutBias(), BN, RELU));
        }
        for (int channels : new int[] {16, 32, 64, 128}) {
            layers.add(new ResidualSpec(
                    List.of(
                            separable(channels),
                            BN,
                            RELU,
                            separable(channels),
                            BN,
                            new MaxPool2dSpec(Size.of(3), Size.of(2), Padding.SAME)),
                    List.of(Conv2dSpec.of(channels, 1).withStride(2).withoutBias(), BN)));
        }
        layers.addAll(List.of(Conv2dSpec.of(classes, 3), new GlobalAvgPoolSpec()));
        return layers;
    }

    private static LayerSpec separable(int channels) {
        return new SeparableConv2dSpec(channels, Size.of(3), Size.of(1), Padding.SAME, false);
    }

    private static List<LayerSpec> resnet18(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        layers.addAll(List.of(
                Conv2dSpec.of(64, 7).withStride(2).withPadding(Padding.of(3)).withoutBias(),
                BN,
                RELU,
                new MaxPool2dSpec(Size.of(3), Size.of(2), Padding.of(1))));
        int in = 64;
        for (int channels : new int[] {64, 128, 256, 512}) {
            for (int block = 0; block < 2; block++) {
                int stride = channels > in ? 2 : 1;
                List<LayerSpec> projection = stride == 1
                        ? List.of()
                        : List.of(
                                Conv2dSpec.of(channels, 1)
                                        .withStride(2)
                                        .withPadding(Padding.VALID)
                                        .withoutBias(),
                                BN);
                layers.add(new ResidualSpec(
                        List.of(conv3(channels, stride), BN, RELU, conv3(channels, 1), BN), projection));
                layers.add(RELU);
                in = channels;
            }
        }
        layers.addAll(List.of(new GlobalAvgPoolSpec(), DenseSpec.of(classes)));
        return layers;
    }

    private static Conv2dSpec conv3(int channels, int stride) {
        return Conv2dSpec.of(channels, 3)
                .withStride(stride)
                .withPadding(Padding.of(1))
                .withoutBias();
    }

    private static List<LayerSpec> efficientNetB0(int classes) {
        List<LayerSpec> layers = new ArrayList<>();
        layers.addAll(List.of(Conv2dSpec.of(32, 3).withStride(2).withoutBias(), BN, SILU));
        // Expansion, output channels, repeats, first stride, kernel: table 1 of the paper.
        int[][] stages = {
            {1, 16, 1, 1, 3},
            {6, 24, 2, 2, 3},
            {6, 40, 2, 2, 5},
            {6, 80, 3, 2, 3},
            {6, 112, 3, 1, 5},
            {6, 192, 4, 2, 5},
            {6, 320, 1, 1, 3}
        };
        int in = 32;
        for (int[] s : stages) {
            for (int block = 0; block < s[2]; block++) {
                int stride = block == 0 ? s[3] : 1;
                List<LayerSpec> body = invertedBottleneck(in, s[0], s[1], stride, s[4]);
                if (stride == 1 && in == s[1]) {
                    layers.add(new ResidualSpec(body, List.of()));
                } else {
                    layers.addAll(body);
                }
                in = s[1];
            }
        }
        layers.addAll(List.of(Conv2dSpec.of(1280, 1).withoutBias(), BN, SILU, new GlobalAvgPoolSpec()));
        layers.addAll(List.of(new DropoutSpec(0.2), DenseSpec.of(classes)));
        return layers;
    }

    private static List<LayerSpec> invertedBottleneck(int in, int expansion, int out, int stride, int kernel) {
        int wide = in * expansion;
        List<LayerSpec> body = new ArrayList<>();
        if (expansion > 1) {
            body.addAll(List.of(Conv2dSpec.of(wide, 1).withoutBias(), BN, SILU));
        }
        body.addAll(List.of(
                Conv2dSpec.of(wide, kernel).withStride(stride).withGroups(wide).withoutBias(),
                BN,
                SILU,
                new SqueezeExciteSpec(Math.max(1, in / 4), SILU),
                Conv2dSpec.of(out, 1).withoutBias(),
                BN));
        return body;
    }
}
