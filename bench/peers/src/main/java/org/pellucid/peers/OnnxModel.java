package org.pellucid.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.ParameterSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.spec.Window;

/** A network and its weights as an ONNX file, for inference on batches of one fixed size. Operators of opset 13. */
final class OnnxModel {
    static final String INPUT = "x";
    static final String OUTPUT = "logits";

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Proto graph = new Proto();
    private final Map<String, float[]> weights;

    private OnnxModel(Map<String, float[]> weights) {
        this.weights = weights;
    }

    /** The bytes of the file. */
    static byte[] of(NetworkSpec spec, Map<String, float[]> weights, int batch) {
        return new OnnxModel(weights).file(spec, batch);
    }

    private byte[] file(NetworkSpec spec, int batch) {
        graph.put(2, spec.name());
        node("Identity", OUTPUT, List.of(chain(spec.nodes(), INPUT)), new Proto());
        graph.put(
                11,
                value(
                        INPUT,
                        batch,
                        spec.input().channels(),
                        spec.input().height(),
                        spec.input().width()));
        graph.put(12, value(OUTPUT, batch, spec.classes()));
        return new Proto()
                .put(1, IR_VERSION)
                .put(7, graph)
                .put(8, new Proto().put(1, "").put(2, OPSET))
                .toBytes();
    }

    private static Proto value(String name, long... sizes) {
        Proto shape = new Proto();
        for (long size : sizes) {
            shape.put(1, new Proto().put(1, size));
        }
        Proto tensor = new Proto().put(1, FLOAT).put(2, shape);
        return new Proto().put(1, name).put(2, new Proto().put(1, tensor));
    }

    /** Adds the nodes of a chain; the name of what the last one gives. */
    private String chain(List<Node> nodes, String input) {
        String x = input;
        for (Node node : nodes) {
            x = layer(node, x);
        }
        return x;
    }

    private String layer(Node node, String x) {
        node.layer().parameters(node.input()).forEach(p -> initialiser(node.name(), p));
        String name = node.name();
        if (node.layer() instanceof Conv2dSpec conv) {
            Proto attributes = attribute(
                    window(conv.geometry(node.input()).window(), true),
                    "group",
                    conv.geometry(node.input()).groups());
            return node("Conv", name, withBias(name, x, conv.bias()), attributes);
        } else if (node.layer() instanceof DenseSpec dense) {
            return node("Gemm", name, withBias(name, x, dense.bias()), attribute(new Proto(), "transB", 1));
        } else if (node.layer() instanceof BatchNormSpec bn) {
            List<String> inputs =
                    List.of(x, name + ".gamma", name + ".beta", name + ".running_mean", name + ".running_variance");
            return node("BatchNormalization", name, inputs, real(new Proto(), "epsilon", (float) bn.epsilon()));
        } else if (node.layer() instanceof MaxPool2dSpec pool) {
            return node(
                    "MaxPool",
                    name,
                    List.of(x),
                    window(pool.geometry(node.input()).window(), false));
        } else if (node.layer() instanceof AvgPool2dSpec pool) {
            return node(
                    "AveragePool",
                    name,
                    List.of(x),
                    window(pool.geometry(node.input()).window(), false));
        } else if (node.layer() instanceof GlobalAvgPoolSpec) {
            return node(
                    "Flatten",
                    name,
                    List.of(node("GlobalAveragePool", name + ".mean", List.of(x), new Proto())),
                    new Proto());
        } else if (node.layer() instanceof FlattenSpec) {
            return node("Flatten", name, List.of(x), new Proto());
        } else if (node.layer() instanceof DropoutSpec) {
            return x;
        } else if (node.layer() instanceof ActivationSpec activation) {
            return activation(activation, name, x);
        } else if (node.layer() instanceof SeparableConv2dSpec) {
            return chain(node.body(), x);
        } else if (node.layer() instanceof ResidualSpec) {
            return node("Add", name, List.of(chain(node.body(), x), chain(node.shortcut(), x)), new Proto());
        } else if (node.layer() instanceof SqueezeExciteSpec) {
            shape(name + ".shape", 0, 0, 1, 1);
            String gate = node("Reshape", name + ".gate", List.of(chain(node.body(), x), name + ".shape"), new Proto());
            return node("Mul", name, List.of(x, gate), new Proto());
        }
        throw new IllegalArgumentException("no ONNX operator for " + node.layer());
    }

    private static List<String> withBias(String name, String x, boolean bias) {
        return bias ? List.of(x, name + ".weight", name + ".bias") : List.of(x, name + ".weight");
    }

    private String activation(ActivationSpec activation, String name, String x) {
        if (activation instanceof ActivationSpec.Relu) {
            return node("Relu", name, List.of(x), new Proto());
        } else if (activation instanceof ActivationSpec.Silu) {
            return node("Mul", name, List.of(x, node("Sigmoid", name + ".gate", List.of(x), new Proto())), new Proto());
        } else if (activation instanceof ActivationSpec.Sigmoid) {
            return node("Sigmoid", name, List.of(x), new Proto());
        } else if (activation instanceof ActivationSpec.Tanh) {
            return node("Tanh", name, List.of(x), new Proto());
        } else if (activation instanceof ActivationSpec.LeakyRelu leaky) {
            return node("LeakyRelu", name, List.of(x), real(new Proto(), "alpha", (float) leaky.slope()));
        } else if (activation instanceof ActivationSpec.Elu elu) {
            return node("Elu", name, List.of(x), real(new Proto(), "alpha", (float) elu.alpha()));
        }
        throw new IllegalArgumentException("no ONNX operator for " + activation);
    }

    private String node(String operator, String name, List<String> inputs, Proto attributes) {
        Proto node = new Proto();
        inputs.forEach(input -> node.put(1, input));
        byte[] head = node.put(2, name).put(3, name).put(4, operator).toBytes();
        byte[] tail = attributes.toBytes();
        byte[] whole = ByteBuffer.allocate(head.length + tail.length)
                .put(head)
                .put(tail)
                .array();
        graph.put(1, whole);
        return name;
    }

    /** Kernel, strides, zeros around and, of convolutions, dilations; as fields 5 of a node. */
    private static Proto window(Window w, boolean dilations) {
        Borders b = Borders.of(w);
        Proto attributes = new Proto();
        attribute(attributes, "kernel_shape", w.kH(), w.kW());
        attribute(attributes, "strides", w.strideH(), w.strideW());
        if (dilations) {
            attribute(attributes, "dilations", w.dilationH(), w.dilationW());
        }
        return attribute(attributes, "pads", b.top(), b.left(), b.bottom(), b.right());
    }

    private static Proto attribute(Proto node, String name, int first, int... more) {
        Proto attribute = new Proto().put(1, name);
        if (more.length == 0) {
            attribute.put(3, first).put(20, ATTRIBUTE_INT);
        } else {
            attribute.put(8, first);
            for (int value : more) {
                attribute.put(8, value);
            }
            attribute.put(20, ATTRIBUTE_INTS);
        }
        return node.put(5, attribute);
    }

    private static Proto real(Proto node, String name, float value) {
        return node.put(5, new Proto().put(1, name).put(2, value).put(20, ATTRIBUTE_FLOAT));
    }

    private void initialiser(String layer, ParameterSpec p) {
        float[] values = weights.get(layer + "." + p.name());
        Proto tensor = new Proto();
        for (int size : p.dimensions()) {
            tensor.put(1, size);
        }
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        graph.put(5, tensor.put(2, FLOAT).put(8, layer + "." + p.name()).put(9, raw.array()));
    }

    private void shape(String name, long... sizes) {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES * sizes.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(sizes);
        graph.put(5, new Proto().put(1, sizes.length).put(2, INT64).put(8, name).put(9, raw.array()));
    }
}
