package org.pellucid.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import org.pellucid.spec.Shape;

/** ONNX Runtime, all its optimisations on, pictures and logits in memory of its own kind. Inference only. */
final class OnnxSide implements Side {
    private final Task task;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final FloatBuffer logits;

    private OnnxSide(Task task) {
        if (task.train()) {
            throw new IllegalArgumentException("ONNX Runtime does not train");
        }
        this.task = task;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(task.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(OnnxModel.of(task.spec(), task.weights(), task.batch()), options);
            Shape in = task.spec().input();
            FloatBuffer x =
                    direct(task.batch() * in.size()).put(task.pictures()).rewind();
            long[] shape = {task.batch(), in.channels(), in.height(), in.width()};
            inputs = Map.of(OnnxModel.INPUT, OnnxTensor.createTensor(environment, x, shape));
            logits = direct(task.batch() * Task.CLASSES);
            outputs = Map.of(
                    OnnxModel.OUTPUT,
                    OnnxTensor.createTensor(environment, logits, new long[] {task.batch(), Task.CLASSES}));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + task.model(), e);
        }
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Float.BYTES * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    public static void main(String[] words) throws IOException {
        Worker.serve(words, OnnxSide::new);
    }

    @Override
    public String describe() {
        return "ONNX Runtime " + environment.getVersion() + ", JDK "
                + Runtime.version().feature();
    }

    @Override
    public float[] logits() {
        step();
        float[] values = new float[logits.capacity()];
        logits.get(0, values);
        return values;
    }

    @Override
    public double step() {
        try (OrtSession.Result result = session.run(inputs, outputs)) {
            return 0;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed", e);
        }
    }

    @Override
    public double work() {
        return task.batch();
    }
}
