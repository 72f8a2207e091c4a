package org.pellucid.peers;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;

/** DL4J, for networks that are one chain of convolutions, batch normalisations, ReLUs, pools and dense layers. */
final class Dl4jSide implements Side {
    private final Task task;
    private final MultiLayerNetwork network;
    private final INDArray x;
    private final INDArray labels;

    private Dl4jSide(Task task) {
        this.task = task;
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Adam(Task.RATE))
                .convolutionMode(ConvolutionMode.Same)
                .list();
        List<Node> nodes = task.spec().nodes();
        nodes.stream()
                .filter(node -> !(node.layer() instanceof FlattenSpec))
                .forEach(node -> layers.layer(layer(node)));
        layers.layer(new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build());
        Shape in = task.spec().input();
        layers.setInputType(InputType.convolutional(in.height(), in.width(), in.channels()));
        network = new MultiLayerNetwork(layers.build());
        network.init();
        Map<String, float[]> weights = task.weights();
        int index = 0;
        for (Node node : nodes) {
            if (!(node.layer() instanceof FlattenSpec)) {
                copy(node, index++, weights);
            }
        }
        x = Nd4j.create(task.pictures(), new long[] {task.batch(), in.channels(), in.height(), in.width()}, 'c');
        labels = Nd4j.zeros(task.batch(), Task.CLASSES);
        int[] classes = task.labels();
        for (int i = 0; i < classes.length; i++) {
            labels.putScalar(i, classes[i], 1);
        }
    }

    public static void main(String[] words) throws IOException {
        Worker.serve(words, Dl4jSide::new);
    }

    private static org.deeplearning4j.nn.conf.layers.Layer layer(Node node) {
        if (node.layer() instanceof Conv2dSpec conv && conv.padding().equals(Padding.SAME) && conv.groups() == 1) {
            return new ConvolutionLayer.Builder(
                            conv.kernel().height(), conv.kernel().width())
                    .stride(conv.stride().height(), conv.stride().width())
                    .nOut(conv.outChannels())
                    .hasBias(conv.bias())
                    .activation(Activation.IDENTITY)
                    .build();
        } else if (node.layer() instanceof DenseSpec dense) {
            return new DenseLayer.Builder()
                    .nOut(dense.units())
                    .hasBias(dense.bias())
                    .activation(Activation.IDENTITY)
                    .build();
        } else if (node.layer() instanceof BatchNormSpec bn) {
            return new BatchNormalization.Builder()
                    .eps(bn.epsilon())
                    .decay(1 - bn.momentum())
                    .build();
        } else if (node.layer() instanceof MaxPool2dSpec pool) {
            return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(pool.kernel().height(), pool.kernel().width())
                    .stride(pool.stride().height(), pool.stride().width())
                    .convolutionMode(ConvolutionMode.Truncate)
                    .build();
        } else if (node.layer() instanceof DropoutSpec dropout) {
            return dropout.rate() == 0
                    ? new ActivationLayer(Activation.IDENTITY)
                    : new DropoutLayer(1 - dropout.rate()); // theirs is the probability to stay
        } else if (node.layer() instanceof ActivationSpec.Relu) {
            return new ActivationLayer(Activation.RELU);
        }
        throw new IllegalArgumentException("no DL4J layer for " + node.layer());
    }

    private void copy(Node node, int index, Map<String, float[]> weights) {
        Map<String, String> names = node.layer() instanceof BatchNormSpec
                ? Map.of("gamma", "gamma", "beta", "beta", "running_mean", "mean", "running_variance", "var")
                : Map.of("weight", "W", "bias", "b");
        node.parameters().forEach(p -> {
            String own = p.name().substring(p.name().lastIndexOf('.') + 1);
            INDArray array = network.getLayer(index).paramTable().get(names.get(own));
            INDArray values = Nd4j.create(
                    weights.get(p.name()),
                    java.util.Arrays.stream(p.dimensions()).asLongStream().toArray(),
                    'c');
            if (node.layer() instanceof DenseSpec && values.rank() == 2) {
                values = values.transpose(); // theirs is [features, units]
            }
            array.assign(values.reshape(array.shape()));
        });
    }

    @Override
    public String describe() {
        return "DL4J 1.0.0-M2.1 (oneDNN, AVX2), JDK " + Runtime.version().feature();
    }

    @Override
    public float[] logits() {
        List<INDArray> activations = network.feedForward(x, false);
        return activations.get(activations.size() - 2).dup('c').data().asFloat();
    }

    @Override
    public double step() {
        if (!task.train()) {
            network.output(x, false);
            return 0;
        }
        network.fit(x, labels);
        return network.score();
    }

    @Override
    public double work() {
        return task.batch();
    }
}
