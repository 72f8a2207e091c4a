package org.pellucid.train;

import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.model.Model;

/** A trained model, which looks at each picture and its mirror image. */
record ModelVoice(Model model) implements Voice {
    @Override
    public String sha256() {
        return model.provenance().weightsSha256();
    }

    @Override
    public List<String> classes() {
        return model.classes();
    }

    @Override
    public Predictions about(Dataset pictures, Options options, DoubleConsumer progress) {
        return Evaluator.predict(model, inClassesOfModel(pictures), Views.FLIP.all(), options, progress)
                .restrictedTo(pictures.classes());
    }

    /** The same pictures with the labels numbered as the model numbers its classes. */
    private Dataset inClassesOfModel(Dataset pictures) {
        int[] labels = IntStream.range(0, pictures.size())
                .map(i -> model.classes().indexOf(pictures.classes().get(pictures.label(i))))
                .toArray();
        return Dataset.of(
                pictures.name(),
                model.classes(),
                pictures.channels(),
                pictures.height(),
                pictures.width(),
                pictures.pixels(),
                labels,
                null,
                null);
    }
}
