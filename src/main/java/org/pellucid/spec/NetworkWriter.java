package org.pellucid.spec;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From a network to its JSON tree; fields at their defaults are left out. */
final class NetworkWriter {
    private NetworkWriter() {}

    static ObjectNode network(NetworkSpec spec) {
        ObjectNode node = NetworkJson.MAPPER.createObjectNode();
        node.put("name", spec.name());
        Shape in = spec.input();
        node.putArray("input").add(in.channels()).add(in.height()).add(in.width());
        layers(node.putArray("layers"), spec.layers());
        return node;
    }

    private static void layers(ArrayNode array, List<LayerSpec> layers) {
        layers.forEach(layer -> array.add(layer(layer)));
    }

    private static ObjectNode layer(LayerSpec layer) {
        ObjectNode node = NetworkJson.MAPPER.createObjectNode();
        node.put("type", layer.type());
        if (layer instanceof Conv2dSpec c) {
            node.put("out", c.outChannels());
            size(node, "kernel", c.kernel(), null);
            size(node, "stride", c.stride(), Size.of(1));
            padding(node, c.padding());
            size(node, "dilation", c.dilation(), Size.of(1));
            if (c.groups() != 1) {
                node.put("groups", c.groups());
            }
            bias(node, c.bias());
        } else if (layer instanceof SeparableConv2dSpec c) {
            node.put("out", c.outChannels());
            size(node, "kernel", c.kernel(), null);
            size(node, "stride", c.stride(), Size.of(1));
            padding(node, c.padding());
            bias(node, c.bias());
        } else if (layer instanceof MaxPool2dSpec p) {
            pooling(node, p.kernel(), p.stride(), p.padding());
        } else if (layer instanceof AvgPool2dSpec p) {
            pooling(node, p.kernel(), p.stride(), p.padding());
        } else if (layer instanceof DenseSpec d) {
            node.put("units", d.units());
            bias(node, d.bias());
        } else if (layer instanceof DropoutSpec d) {
            node.put("rate", d.rate());
        } else if (layer instanceof BatchNormSpec b) {
            node.put("epsilon", b.epsilon()).put("momentum", b.momentum());
        } else if (layer instanceof ActivationSpec.LeakyRelu a) {
            node.put("slope", a.slope());
        } else if (layer instanceof ActivationSpec.Elu a) {
            node.put("alpha", a.alpha());
        } else if (layer instanceof ResidualSpec r) {
            layers(node.putArray("body"), r.body());
            if (!r.shortcut().isEmpty()) {
                layers(node.putArray("shortcut"), r.shortcut());
            }
        } else if (layer instanceof SqueezeExciteSpec s) {
            node.put("squeezed", s.squeezed());
            node.set("activation", layer(s.activation()));
        }
        return node;
    }

    private static void pooling(ObjectNode node, Size kernel, Size stride, Padding padding) {
        size(node, "kernel", kernel, null);
        size(node, "stride", stride, kernel);
        padding(node, padding);
    }

    private static void size(ObjectNode node, String field, Size size, Size byDefault) {
        if (size.equals(byDefault)) {
            return;
        }
        if (size.height() == size.width()) {
            node.put(field, size.height());
        } else {
            node.putArray(field).add(size.height()).add(size.width());
        }
    }

    private static void padding(ObjectNode node, Padding p) {
        if (p.mode() == Padding.Mode.SAME) {
            node.put("padding", "same");
        } else if (p.mode() == Padding.Mode.EXPLICIT) {
            if (p.equals(Padding.of(p.top()))) {
                node.put("padding", p.top());
            } else {
                node.putArray("padding")
                        .add(p.top())
                        .add(p.left())
                        .add(p.bottom())
                        .add(p.right());
            }
        }
    }

    private static void bias(ObjectNode node, boolean bias) {
        if (!bias) {
            node.put("bias", false);
        }
    }
}
