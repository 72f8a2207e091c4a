package org.pellucid.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;

/** PyTorch through the Deep Java Library, as its documentation trains and infers. */
final class DjlSide implements Side {
    private final Task task;
    private final Model model;
    private final Block network;
    private final NDManager manager;
    private final NDArray x;
    private final NDArray labels;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();
    private final Trainer trainer;
    private final ParameterStore store;

    private DjlSide(Task task) {
        this.task = task;
        Engine.getEngine("PyTorch"); // which loads its library
        JniUtils.setNumThreads(task.threads());
        model = Model.newInstance(task.model(), "PyTorch");
        DjlBlocks blocks = new DjlBlocks(task.spec());
        network = blocks.network();
        model.setBlock(network);
        manager = model.getNDManager();
        Shape shape = new Shape(
                task.batch(),
                task.spec().input().channels(),
                task.spec().input().height(),
                task.spec().input().width());
        if (task.train()) {
            trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                    .optOptimizer(Adam.builder()
                            .optLearningRateTracker(Tracker.fixed((float) Task.RATE))
                            .build()));
            trainer.initialize(shape);
        } else {
            trainer = null;
        }
        JniUtils.setGradMode(false); // or the weights could not be written to
        blocks.initialise(manager, shape, task.weights());
        x = manager.create(task.pictures(), shape);
        labels = manager.create(task.labels());
        store = new ParameterStore(manager, false);
        JniUtils.setGradMode(task.train());
    }

    public static void main(String[] words) throws IOException {
        Worker.serve(words, DjlSide::new);
    }

    @Override
    public String describe() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " through DJL " + Engine.getDjlVersion()
                + ", JDK " + Runtime.version().feature();
    }

    @Override
    public float[] logits() {
        boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager step = manager.newSubManager()) {
            step.tempAttachAll(x);
            return network.forward(store, new NDList(x), false)
                    .singletonOrThrow()
                    .toFloatArray();
        } finally {
            JniUtils.setGradMode(mode);
        }
    }

    @Override
    public double step() {
        return task.train() ? train() : infer();
    }

    private double train() {
        try (NDManager step = manager.newSubManager()) {
            step.tempAttachAll(x, labels);
            double value;
            try (GradientCollector gradients = trainer.newGradientCollector()) {
                NDArray mean = loss.evaluate(new NDList(labels), trainer.forward(new NDList(x)));
                gradients.backward(mean);
                value = mean.getFloat();
            }
            trainer.step();
            return value;
        }
    }

    private double infer() {
        try (NDManager step = manager.newSubManager()) {
            step.tempAttachAll(x);
            network.forward(store, new NDList(x), false).singletonOrThrow().toFloatArray();
            return 0;
        }
    }

    @Override
    public double work() {
        return task.batch();
    }

    @Override
    public void close() {
        if (trainer != null) {
            trainer.close();
        }
        model.close();
    }
}
