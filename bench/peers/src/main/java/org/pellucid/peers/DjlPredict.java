package org.pellucid.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.data.PictureReader;
import org.pellucid.model.Preprocessing;

/** What {@code pellucid predict} does, through DJL: reads a model of ours and a picture, says the probabilities, and ends. */
final class DjlPredict {
    private DjlPredict() {}

    /** @param arguments the model's folder and a picture */
    public static void main(String[] arguments) {
        org.pellucid.model.Model trained = org.pellucid.model.Model.load(Path.of(arguments[0]));
        Preprocessing p = trained.preprocessing();
        byte[] picture = PictureReader.read(Path.of(arguments[1]), p.height(), p.width());
        float[] x = new float[picture.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = picture[i] & 0xFF;
        }
        p.standardisation().apply(x, 0, x.length);
        Map<String, float[]> weights = new LinkedHashMap<>();
        trained.weights().forEach((name, tensor) -> weights.put(name, tensor.data()));
        Engine.getEngine("PyTorch");
        try (Model model = Model.newInstance("predict", "PyTorch")) {
            JniUtils.setGradMode(false);
            DjlBlocks blocks = new DjlBlocks(trained.spec());
            Shape shape = new Shape(1, p.channels(), p.height(), p.width());
            blocks.initialise(model.getNDManager(), shape, weights);
            NDArray input = model.getNDManager().create(x, shape);
            float[] probabilities = blocks.network()
                    .forward(new ParameterStore(model.getNDManager(), false), new NDList(input), false)
                    .singletonOrThrow()
                    .softmax(-1)
                    .toFloatArray();
            for (int c = 0; c < probabilities.length; c++) {
                System.out.printf("%s %.3f%n", trained.classes().get(c), probabilities[c]);
            }
        }
    }
}
