package org.pellucid.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.data.Batches;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Node;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * Watches a training under the magnifier: how large gradients and steps are beside the weights, which ReLUs are dead, how
 * weights and activations are spread.
 *
 * <p>It measures a few steps of each epoch, and sends a few validation pictures through at its end. It writes to nothing
 * that the training reads, so the same seed gives the same weights, watched or not.
 */
public final class Watch implements TrainListener {
    /** Steps of an epoch that are measured, evenly spread, the last among them. */
    private static final int SAMPLES = 8;

    /** Pictures that are sent through at the end of an epoch. */
    private static final int PROBE = 64;

    /** What is summed of one layer over the measured steps of an epoch. */
    private static final class Sums {
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<float[]> before = new ArrayList<>();
        private double gradient;
        private double update;
        private double weight;
        private double ratio;
    }

    private final Tensor probe;
    private final List<Node> activations;
    private final Node last;
    private final Map<String, Sums> layers = new LinkedHashMap<>();
    private WatchLog log;
    private int steps;

    /**
     * @param batch of the training: the probe is no larger
     * @param before what was seen before the training was resumed
     */
    public Watch(TrainTask task, int batch, WatchLog before) {
        log = before;
        int n = Math.min(Math.min(PROBE, batch), task.validation().size());
        Batches dealt = Batches.inOrder(task.validation(), task.standardisation(), n);
        probe = new Tensor(
                n,
                task.validation().channels(),
                task.validation().height(),
                task.validation().width());
        dealt.fill(0, 0, probe.data(), null, null);
        List<Node> nodes = task.spec().nodes();
        last = nodes.get(nodes.size() - 1);
        activations = nodes.stream()
                .flatMap(node -> node.flatten().stream())
                .filter(node -> node.layer() instanceof ActivationSpec)
                .toList();
    }

    /** What was seen so far. */
    public WatchLog log() {
        return log;
    }

    private static boolean sampled(int number, int of) {
        int stride = Math.max(1, of / SAMPLES);
        return (of - number) % stride == 0;
    }

    @Override
    public void beforeStep(int epoch, int number, int of, Network network) {
        if (!sampled(number, of)) {
            return;
        }
        if (layers.isEmpty()) {
            gather(network);
        }
        for (Sums s : layers.values()) {
            for (int i = 0; i < s.parameters.size(); i++) {
                Parameter p = s.parameters.get(i);
                System.arraycopy(
                        p.value().data(), 0, s.before.get(i), 0, p.value().size());
            }
        }
    }

    @Override
    public void afterStep(int epoch, int number, int of, Network network) {
        if (!sampled(number, of)) {
            return;
        }
        steps++;
        for (Sums s : layers.values()) {
            double moved = 0;
            double squares = 0;
            double gradients = 0;
            for (int i = 0; i < s.parameters.size(); i++) {
                gradients += squares(s.parameters.get(i).gradient().data());
                float[] now = s.parameters.get(i).value().data();
                float[] was = s.before.get(i);
                for (int j = 0; j < now.length; j++) {
                    double d = (double) now[j] - was[j];
                    moved += d * d;
                }
                squares += squares(was);
            }
            s.gradient += Math.sqrt(gradients);
            s.update += Math.sqrt(moved);
            s.weight += Math.sqrt(squares);
            s.ratio += squares > 0 ? Math.sqrt(moved / squares) : 0;
        }
    }

    private void gather(Network network) {
        for (Parameter p : network.parameters()) {
            if (p.learned()) {
                String layer = p.name().substring(0, p.name().lastIndexOf('.'));
                Sums s = layers.computeIfAbsent(layer, name -> new Sums());
                s.parameters.add(p);
                s.before.add(new float[p.value().size()]);
            }
        }
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    @Override
    public void trained(int epoch, Network network) {
        List<WatchLog.Layer> seen = new ArrayList<>();
        layers.forEach((name, s) -> seen.add(new WatchLog.Layer(
                name,
                s.gradient / steps,
                s.update / steps,
                s.weight / steps,
                s.ratio / steps,
                WatchLog.Histogram.of(s.parameters.stream()
                        .filter(Watch::isWeight)
                        .map(p -> p.value().data())
                        .toList()))));
        network.forward(probe, Mode.INFER);
        List<WatchLog.Activations> gave = new ArrayList<>();
        for (Node node : activations) {
            gave.add(activations(node, network));
        }
        gave.add(activations(last, network));
        log = log.plus(new WatchLog.Epoch(epoch, steps, seen, gave));
        steps = 0;
        for (Sums s : layers.values()) {
            s.gradient = 0;
            s.update = 0;
            s.weight = 0;
            s.ratio = 0;
        }
    }

    private static boolean isWeight(Parameter p) {
        return p.name().endsWith(".weight") || p.name().endsWith(".gamma");
    }

    private static WatchLog.Activations activations(Node node, Network network) {
        Tensor y = network.output(node.name());
        boolean relu = node.layer() instanceof ActivationSpec.Relu;
        int channels = node.output().channels();
        int area = node.output().height() * node.output().width();
        boolean[] alive = new boolean[channels];
        int zeros = 0;
        for (int i = 0; i < y.size(); i++) {
            boolean zero = y.data()[i] == 0;
            zeros += zero ? 1 : 0;
            alive[i / area % channels] |= !zero;
        }
        int dead = 0;
        for (boolean one : alive) {
            dead += one ? 0 : 1;
        }
        return new WatchLog.Activations(
                node.name(),
                relu,
                (double) dead / channels,
                (double) zeros / y.size(),
                WatchLog.Histogram.of(List.of(y.data())));
    }
}
