package org.pellucid.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Model;
import org.pellucid.spec.Shape;

/**
 * Trained models that a network learns from besides the labels: knowledge distillation.
 *
 * <p>With q_m what model m says of a picture, the mean over the picture and its mirror image, restricted to the classes of the
 * pictures and scaled to sum to 1; q the mean over the models; T the temperature, y the picture's own target and s the
 * teachers' share:
 *
 * <pre>
 * t_k = s q_k^(1/T) / Σ_j q_j^(1/T) + (1 − s) y_k
 * </pre>
 *
 * Source: Hinton, Vinyals and Dean, <i>Distilling the Knowledge in a Neural Network</i>, 2015, arXiv 1503.02531. There the
 * temperature softens both networks; here only the teacher, whose answers are asked for once, before the training.
 */
public final class Teacher {
    private final Teaching teaching;
    private final List<Model> models;

    private Teacher(Teaching teaching, List<Model> models) {
        this.teaching = teaching;
        this.models = models;
    }

    /**
     * Reads the models.
     *
     * @param input of the network that is to learn
     * @throws org.pellucid.model.ModelException if a folder holds no whole model
     * @throws TrainException if a model takes pictures of another size
     */
    public static Teacher load(Teaching teaching, Shape input) {
        List<Model> models = new ArrayList<>();
        for (String folder : teaching.models()) {
            Model model = Model.load(Path.of(folder));
            if (!model.spec().input().equals(input)) {
                throw new TrainException("the teacher " + folder + " expects pictures of "
                        + model.spec().input() + " but those of this training are " + input
                        + ": take a teacher of that size");
            }
            models.add(model);
        }
        return new Teacher(teaching, models);
    }

    /** What a run notes of them. */
    public TeacherUse use() {
        List<String> weights =
                models.stream().map(m -> m.provenance().weightsSha256()).toList();
        return new TeacherUse(teaching.models(), weights, teaching.share(), teaching.temperature());
    }

    /**
     * The same pictures under the targets stated above. Their hard labels stay: by them classes are weighed and dealt evenly,
     * and right answers are counted.
     *
     * @param pictures to learn from; their own labels may be soft
     * @param options of the engine: backend, threads, how convolutions are computed
     * @param progress told the share that is done
     * @throws TrainException if one of their classes is not among a model's
     */
    public Dataset teach(Dataset pictures, Options options, DoubleConsumer progress) {
        for (int m = 0; m < models.size(); m++) {
            requireClasses(teaching.models().get(m), models.get(m), pictures.classes());
        }
        List<Predictions> each = new ArrayList<>();
        for (Model model : models) {
            int done = each.size();
            each.add(Evaluator.predict(
                            model,
                            inClassesOf(model, pictures),
                            Views.FLIP.all(),
                            options,
                            share -> progress.accept((done + share) / models.size()))
                    .restrictedTo(pictures.classes()));
        }
        return blend(pictures, Predictions.mean(each), teaching);
    }

    private static void requireClasses(String folder, Model model, List<String> classes) {
        for (String name : classes) {
            if (!model.classes().contains(name)) {
                throw new TrainException("the teacher " + folder + " expects classes out of "
                        + String.join(", ", model.classes()) + " but this training is of " + name
                        + ", too: take a teacher of all its classes, or choose among the teacher's with --classes");
            }
        }
    }

    /** The same pictures with the labels numbered as the model numbers its classes. */
    private static Dataset inClassesOf(Model model, Dataset pictures) {
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

    /** The pictures under share · what is said of them, at the temperature, + (1 − share) · their own. */
    static Dataset blend(Dataset pictures, Predictions said, Teaching teaching) {
        Predictions q = teaching.temperature() == 1 ? said : new Temperature(teaching.temperature()).apply(said);
        double share = teaching.share();
        int k = pictures.classes().size();
        float[] targets = new float[pictures.size() * k];
        for (int i = 0; i < pictures.size(); i++) {
            pictures.softLabel(i, targets, i * k);
            for (int c = 0; c < k; c++) {
                int at = i * k + c;
                targets[at] = (float) (share * q.probabilities()[at] + (1 - share) * targets[at]);
            }
        }
        return pictures.withSoftLabels(targets);
    }
}
