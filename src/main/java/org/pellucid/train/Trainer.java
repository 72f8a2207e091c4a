package org.pellucid.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.engine.FocalLoss;
import org.pellucid.engine.Loss;
import org.pellucid.engine.Mode;
import org.pellucid.engine.Network;
import org.pellucid.engine.Optimizer;
import org.pellucid.engine.Options;
import org.pellucid.engine.SoftmaxCrossEntropy;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.gemm.Backend;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * The training loop.
 *
 * <p>Every draw is named by (seed, epoch, example) or (seed, step), and a checkpoint holds all else: a training that was
 * stopped anywhere and resumed gives the same bits as one that was not, at any number of threads.
 */
public final class Trainer implements AutoCloseable {
    private final TrainConfig config;
    private final TrainTask task;
    private final TrainListener listener;
    private final Network network;
    private final Loss criterion;
    private final Optimizer optimizer;
    private final Supply supply;
    private final Judge judge;
    private final Ema ema;
    private final List<Tensor> best = new ArrayList<>();
    private final int batches;
    private final Horizon horizon;

    private History history;
    private int batch;
    private long step;
    private double lossSum;
    private int seen;
    private int correct;
    private double seconds;

    /** Where checkpoints go. */
    @FunctionalInterface
    public interface CheckpointSink {
        /** Keeps a checkpoint before it returns; the tensors are the trainer's own and change afterwards. */
        void save(Checkpoint checkpoint);
    }

    private Trainer(
            TrainTask task,
            TrainConfig config,
            Backend backend,
            int threads,
            TrainListener listener,
            Optional<Pretrained> pretrained) {
        this.task = task;
        this.config = config;
        this.listener = listener;
        Dataset train = task.train();
        network = Network.compile(
                task.spec(),
                Options.of(backend)
                        .threads(threads)
                        .batch(config.batch())
                        .seed(config.seed())
                        .initialiser(config.initialiser())
                        .conv(config.conv()));
        try {
            pretrained.ifPresent(from -> from.copyTo(task.spec(), train.classes(), network.parameters()));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        float[] weights = config.balanceClasses() ? classWeights(train.classCounts()) : null;
        int classes = task.spec().classes();
        criterion = config.focus() > 0
                ? new FocalLoss(classes, config.focus(), config.labelSmoothing(), weights)
                : new SoftmaxCrossEntropy(classes, config.labelSmoothing(), weights);
        optimizer = new Optimizer(config.optimizer(), network.parameters(), network.workers());
        Batches dealt = config.balanceSampling()
                ? Batches.balanced(train, task.standardisation(), config.augmentation(), config.batch(), config.seed())
                : new Batches(train, task.standardisation(), config.augmentation(), config.batch(), config.seed());
        supply = new Supply(dealt, network.workers());
        // A lone last example is left out: batch normalisation knows no variance of one.
        int count = dealt.batchesPerEpoch();
        batches = count > 1 && dealt.sizeOf(count - 1) == 1 ? count - 1 : count;
        horizon = new Horizon(batches, config.epochs());
        judge = new Judge(network, task.validation(), task.standardisation(), config.batch());
        ema = config.emaDecay() > 0 ? new Ema(config.emaDecay(), network.parameters()) : null;
        network.parameters().forEach(p -> best.add(p.value().copy()));
        history = History.EMPTY;
    }

    /** A training from the start. */
    public static Trainer start(
            TrainTask task, TrainConfig config, Backend backend, int threads, TrainListener listener) {
        return start(task, config, backend, threads, listener, Optional.empty());
    }

    /**
     * A training from the start, which is a trained model's weights.
     *
     * @param pretrained whose weights; none for drawn ones
     * @throws TrainException if they are of another network
     */
    public static Trainer start(
            TrainTask task,
            TrainConfig config,
            Backend backend,
            int threads,
            TrainListener listener,
            Optional<Pretrained> pretrained) {
        return new Trainer(task, config, backend, threads, listener, pretrained);
    }

    /**
     * A training from where a checkpoint left it.
     *
     * @throws TrainException if the checkpoint is of another network or other settings
     */
    public static Trainer resume(
            TrainTask task,
            TrainConfig config,
            Backend backend,
            int threads,
            TrainListener listener,
            Checkpoint checkpoint) {
        // Its weights, wherever they started from, are in the checkpoint.
        Trainer trainer = new Trainer(task, config, backend, threads, listener, Optional.empty());
        try {
            trainer.restore(checkpoint);
        } catch (RuntimeException e) {
            trainer.close();
            throw e;
        }
        return trainer;
    }

    /**
     * Weight n / (classes · n of class), so that each class weighs the same; 1 for a class without pictures.
     *
     * @param counts training pictures of each class
     */
    public static float[] classWeights(int[] counts) {
        int size = IntStream.of(counts).sum();
        float[] weights = new float[counts.length];
        for (int c = 0; c < counts.length; c++) {
            weights[c] = counts[c] == 0 ? 1 : size / ((float) counts.length * counts[c]);
        }
        return weights;
    }

    /**
     * Trains to the end, or until asked to stop. Afterwards, unless it was interrupted, the network holds the weights
     * that are kept.
     *
     * @param checkpoints given one before the first step, after each epoch, and when interrupted within one
     * @param stop asked after each batch
     * @throws DivergedException if the loss is no longer finite
     */
    public Outcome run(CheckpointSink checkpoints, BooleanSupplier stop) {
        if (step == 0) {
            checkpoints.save(checkpoint());
        }
        while (history.size() < config.epochs() && !config.earlyStopping().ends(history)) {
            if (!trainEpoch(stop)) {
                if (batch > 0) {
                    checkpoints.save(checkpoint());
                }
                return new Outcome(history, Outcome.End.INTERRUPTED, 0);
            }
            boolean isBest = closeEpoch();
            checkpoints.save(checkpoint());
            listener.epoch(history.last(), isBest);
        }
        boolean early = history.size() < config.epochs();
        return new Outcome(history, early ? Outcome.End.EARLY : Outcome.End.COMPLETED, keepWeights());
    }

    /** The rest of the current epoch's batches; false if asked to stop before the last. */
    private boolean trainEpoch(BooleanSupplier stop) {
        int epoch = history.size() + 1;
        long began = System.nanoTime();
        double before = seconds;
        while (batch < batches) {
            if (stop.getAsBoolean()) {
                return false;
            }
            trainBatch(epoch);
            seconds = before + (System.nanoTime() - began) * 1e-9;
            listener.batch(epoch, batch, batches, lossSum / seen, (double) correct / seen, seen / seconds);
        }
        return true;
    }

    private void trainBatch(int epoch) {
        Supply.Buffer b = supply.fill(epoch, batch);
        network.step(step);
        Tensor logits = network.forward(b.x(), Mode.TRAIN);
        double loss = criterion.forward(logits, b.targets());
        if (!Double.isFinite(loss)) {
            throw DivergedException.at(
                    loss, "epoch " + epoch + ", batch " + (batch + 1) + " of " + batches, network.firstNonFinite());
        }
        lossSum += loss * b.size();
        correct += hits(criterion.probabilities(), b.labels());
        seen += b.size();
        listener.beforeStep(epoch, batch + 1, batches, network);
        network.learn(criterion.backward(), optimizer, learningRate(step), config.clipNorm());
        listener.afterStep(epoch, batch + 1, batches, network);
        step++;
        batch++;
        if (ema != null) {
            ema.update(step);
        }
    }

    private double learningRate(long atStep) {
        return config.learningRate() * config.schedule().factor(atStep, horizon, history);
    }

    private static int hits(float[] probabilities, int[] labels) {
        int k = probabilities.length / labels.length;
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            int top = 0;
            for (int c = 1; c < k; c++) {
                top = probabilities[i * k + c] > probabilities[i * k + top] ? c : top;
            }
            hits += top == labels[i] ? 1 : 0;
        }
        return hits;
    }

    /** Validates, notes the epoch and, if it is the best, its weights; whether it is. */
    private boolean closeEpoch() {
        int epoch = history.size() + 1;
        double trained = seconds;
        listener.trained(epoch, network);
        long began = System.nanoTime();
        double lastRate = learningRate(step - 1);
        if (ema != null) {
            ema.swap();
        }
        Metrics m =
                Metrics.of(judge.predict("epoch " + epoch + ", validation", done -> listener.validating(epoch, done)));
        history = history.plus(new History.Epoch(
                epoch,
                lastRate,
                lossSum / seen,
                (double) correct / seen,
                m.loss(),
                m.accuracy(),
                trained + (System.nanoTime() - began) * 1e-9,
                seen / trained));
        boolean isBest = history.bestEpoch().orElse(0) == epoch;
        if (isBest) {
            for (int i = 0; i < best.size(); i++) {
                copy(network.parameters().get(i).value(), best.get(i));
            }
        }
        if (ema != null) {
            ema.swap();
        }
        begin(Position.epochStart(step));
        return isBest;
    }

    private int keepWeights() {
        List<Tensor> kept = config.keep() == Keep.BEST ? best : ema == null ? null : ema.averages();
        if (kept != null) {
            for (int i = 0; i < kept.size(); i++) {
                copy(kept.get(i), network.parameters().get(i).value());
            }
        }
        return config.keep() == Keep.BEST ? history.bestEpoch().orElseThrow() : history.size();
    }

    private void begin(Position p) {
        batch = p.batches();
        step = p.steps();
        lossSum = p.lossSum();
        seen = p.seen();
        correct = p.correct();
        seconds = p.seconds();
    }

    private static void copy(Tensor from, Tensor to) {
        System.arraycopy(from.data(), 0, to.data(), 0, to.size());
    }

    private Checkpoint checkpoint() {
        Position position = new Position(batch, step, lossSum, seen, correct, seconds);
        return new Checkpoint(position, history, state());
    }

    /** All tensors that a checkpoint holds, under their names there. */
    private Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        List<Parameter> parameters = network.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            all.put("weights." + name, parameters.get(i).value());
            all.put("best." + name, best.get(i));
            if (ema != null) {
                all.put("average." + name, ema.averages().get(i));
            }
        }
        List<Tensor> moments = optimizer.state();
        for (int i = 0; i < moments.size(); i++) {
            all.put("optimizer." + i, moments.get(i));
        }
        return all;
    }

    private void restore(Checkpoint c) {
        Map<String, Tensor> state = state();
        if (!state.keySet().equals(c.tensors().keySet())) {
            throw new TrainException("the checkpoint holds other tensors than network '"
                    + task.spec().name()
                    + "' with these settings: start anew, or resume with the settings it was made with");
        }
        state.forEach((name, to) -> {
            Tensor from = c.tensors().get(name);
            if (!from.hasShape(to.shape())) {
                throw new TrainException("the checkpoint's " + name + " is " + from + " but the network expects " + to
                        + ": resume with the settings it was made with");
            }
            copy(from, to);
        });
        history = c.history();
        begin(c.position());
        optimizer.restoreSteps(step);
    }

    /** The network's parameters; after {@link #run} those that are kept. */
    public List<Parameter> parameters() {
        return network.parameters();
    }

    /** Batches done of the epoch that is under way; 0 between epochs. */
    public int batchesDone() {
        return batch;
    }

    /**
     * What the network says, with the weights it holds now.
     *
     * @param data of the classes and size of picture that it was trained on
     * @param progress told the share that is done
     */
    public Predictions predict(Dataset data, DoubleConsumer progress) {
        return new Judge(network, data, task.standardisation(), config.batch()).predict(data.name(), progress);
    }

    @Override
    public void close() {
        network.close();
    }
}
