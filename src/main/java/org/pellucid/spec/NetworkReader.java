package org.pellucid.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** From a JSON tree to a network; every field is asked for by name, and one that nobody asked for is refused. */
final class NetworkReader {
    private static final Map<String, Function<JsonFields, LayerSpec>> TYPES = Map.ofEntries(
            Map.entry("conv2d", NetworkReader::conv),
            Map.entry("separable-conv2d", NetworkReader::separable),
            Map.entry("max-pool2d", f -> new MaxPool2dSpec(f.size("kernel"), poolStride(f), f.padding())),
            Map.entry("avg-pool2d", f -> new AvgPool2dSpec(f.size("kernel"), poolStride(f), f.padding())),
            Map.entry("global-avg-pool", f -> new GlobalAvgPoolSpec()),
            Map.entry("dense", f -> new DenseSpec(f.whole("units"), f.flag("bias", true))),
            Map.entry("flatten", f -> new FlattenSpec()),
            Map.entry("dropout", f -> new DropoutSpec(f.number("rate"))),
            Map.entry("batch-norm", f -> new BatchNormSpec(f.number("epsilon", 1e-5), f.number("momentum", 0.1))),
            Map.entry("relu", f -> new ActivationSpec.Relu()),
            Map.entry("leaky-relu", f -> new ActivationSpec.LeakyRelu(f.number("slope", 0.01))),
            Map.entry("elu", f -> new ActivationSpec.Elu(f.number("alpha", 1))),
            Map.entry("silu", f -> new ActivationSpec.Silu()),
            Map.entry("sigmoid", f -> new ActivationSpec.Sigmoid()),
            Map.entry("tanh", f -> new ActivationSpec.Tanh()),
            Map.entry("residual", NetworkReader::residual),
            Map.entry("squeeze-excite", NetworkReader::squeezeExcite));

    private NetworkReader() {}

    static NetworkSpec network(JsonNode root) {
        JsonFields fields = new JsonFields(root, "network");
        String name = fields.text("name");
        int[] in = fields.wholes("input", 3);
        List<LayerSpec> layers = layers(fields.array("layers"), "layers");
        fields.refuseOthers();
        return new NetworkSpec(name, new Shape(in[0], in[1], in[2]), layers);
    }

    private static List<LayerSpec> layers(JsonNode array, String path) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            layers.add(layer(array.get(i), path + "[" + i + "]"));
        }
        return layers;
    }

    private static LayerSpec layer(JsonNode node, String path) {
        JsonFields fields = new JsonFields(node, path);
        String type = fields.text("type");
        Function<JsonFields, LayerSpec> maker = TYPES.get(type);
        if (maker == null) {
            throw new SpecException(path + " has the unknown type '" + type + "': expected one of "
                    + String.join(", ", TYPES.keySet().stream().sorted().toList()));
        }
        LayerSpec layer = maker.apply(fields);
        fields.refuseOthers();
        return layer;
    }

    private static LayerSpec conv(JsonFields f) {
        return new Conv2dSpec(
                f.whole("out"),
                f.size("kernel"),
                f.size("stride", Size.of(1)),
                f.padding(),
                f.size("dilation", Size.of(1)),
                f.whole("groups", 1),
                f.flag("bias", true));
    }

    private static LayerSpec separable(JsonFields f) {
        return new SeparableConv2dSpec(
                f.whole("out"), f.size("kernel"), f.size("stride", Size.of(1)), f.padding(), f.flag("bias", true));
    }

    private static Size poolStride(JsonFields f) {
        return f.size("stride", f.size("kernel"));
    }

    private static LayerSpec residual(JsonFields f) {
        List<LayerSpec> body = layers(f.array("body"), f.path("body"));
        List<LayerSpec> shortcut = f.has("shortcut") ? layers(f.array("shortcut"), f.path("shortcut")) : List.of();
        return new ResidualSpec(body, shortcut);
    }

    private static LayerSpec squeezeExcite(JsonFields f) {
        LayerSpec activation =
                f.has("activation") ? layer(f.object("activation"), f.path("activation")) : new ActivationSpec.Relu();
        if (activation instanceof ActivationSpec function) {
            return new SqueezeExciteSpec(f.whole("squeezed"), function);
        }
        throw new SpecException(
                f.path("activation") + " expects an activation such as relu or silu but gets " + activation.type());
    }
}
