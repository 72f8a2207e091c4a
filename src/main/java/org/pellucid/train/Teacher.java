package org.pellucid.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.pellucid.data.Dataset;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Model;
import org.pellucid.spec.Shape;

/**
 * Who a network learns from besides the labels: knowledge distillation. A teacher is one or several trained models, or the answers
 * that a cross-validation has written down.
 *
 * <p>With q_m what one of them, m, says of a picture (a model: the mean over the picture and its mirror image), restricted to the
 * classes of the pictures and scaled to sum to 1; q the mean over all; T the temperature, y the picture's own target and s the
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
    private final List<Voice> voices;

    private Teacher(Teaching teaching, List<Voice> voices) {
        this.teaching = teaching;
        this.voices = voices;
    }

    /** Whether answers about pictures were written down in a folder, and no model lies there. */
    public static boolean holdsAnswers(Path folder) {
        return Files.isRegularFile(folder.resolve(PredictionStore.FILE))
                && !Files.exists(folder.resolve(Model.DESCRIPTION));
    }

    /**
     * Reads the models and answers.
     *
     * @param input of the network that is to learn
     * @throws org.pellucid.model.ModelException if a folder holds no whole model
     * @throws TrainException if a model takes pictures of another size, or answers are not about training pictures
     */
    public static Teacher load(Teaching teaching, Shape input) {
        List<Voice> voices = new ArrayList<>();
        for (String folder : teaching.models()) {
            voices.add(holdsAnswers(Path.of(folder)) ? RecordedVoice.load(folder) : model(folder, input));
        }
        return new Teacher(teaching, voices);
    }

    private static Voice model(String folder, Shape input) {
        Model model = Model.load(Path.of(folder));
        if (!model.spec().input().equals(input)) {
            throw new TrainException("the teacher " + folder + " expects pictures of "
                    + model.spec().input() + " but those of this training are " + input
                    + ": take a teacher of that size");
        }
        return new ModelVoice(model);
    }

    /** What a run notes of them. */
    public TeacherUse use() {
        List<String> hashes = voices.stream().map(Voice::sha256).toList();
        return new TeacherUse(teaching.models(), hashes, teaching.share(), teaching.temperature());
    }

    /**
     * The same pictures under the targets stated above. Their hard labels stay: by them classes are weighed and dealt evenly,
     * and right answers are counted.
     *
     * @param pictures to learn from; their own labels may be soft
     * @param options of the engine: backend, threads, how convolutions are computed
     * @param progress told the share that is done
     * @throws TrainException if one of their classes is not among a teacher's, or a picture not among those answered
     */
    public Dataset teach(Dataset pictures, Options options, DoubleConsumer progress) {
        for (int m = 0; m < voices.size(); m++) {
            requireClasses(teaching.models().get(m), voices.get(m).classes(), pictures.classes());
        }
        List<Predictions> each = new ArrayList<>();
        for (Voice voice : voices) {
            int done = each.size();
            each.add(voice.about(pictures, options, share -> progress.accept((done + share) / voices.size())));
        }
        return blend(pictures, Predictions.mean(each), teaching);
    }

    static void requireClasses(String folder, List<String> told, List<String> classes) {
        for (String name : classes) {
            if (!told.contains(name)) {
                throw new TrainException("the teacher " + folder + " expects classes out of "
                        + String.join(", ", told) + " but this training is of " + name
                        + ", too: take a teacher of all its classes, or choose among the teacher's with --classes");
            }
        }
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
