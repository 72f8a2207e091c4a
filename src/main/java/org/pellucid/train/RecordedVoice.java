package org.pellucid.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.PredictionsCsv;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.Fingerprint;

/** What was written down about the training pictures: by a cross-validation, where nobody was asked about what it had learned from. */
record RecordedVoice(String folder, StoredPredictions answers) implements Voice {
    /**
     * Reads {@code predictions.csv}.
     *
     * @throws TrainException if it is not about the training split
     */
    static RecordedVoice load(String folder) {
        StoredPredictions answers = PredictionStore.load(Path.of(folder)).stream()
                .filter(part ->
                        part.usage().equals(Split.TRAIN.usage()) && part.view().equals(PredictionStore.WHOLE))
                .findFirst()
                .orElseThrow(
                        () -> new TrainException(folder + ": expected answers about Training in " + PredictionStore.FILE
                                + " but there are none: take a folder that crossval or data soft-labels wrote"));
        return new RecordedVoice(folder, answers);
    }

    @Override
    public String sha256() {
        return Fingerprint.sha256(PredictionsCsv.write(List.of(answers)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> classes() {
        return answers.predictions().classes();
    }

    @Override
    public Predictions about(Dataset pictures, Options options, DoubleConsumer progress) {
        Predictions found = about(pictures);
        progress.accept(1);
        return found;
    }

    /** @throws TrainException if nothing is written down about one of the pictures, or two things about one */
    Predictions about(Dataset pictures) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < answers.ids().size(); i++) {
            String id = answers.ids().get(i);
            if (places.put(key(id, answers.pictures().get(i)), i) != null) {
                throw new TrainException(folder + ": expected one answer about each picture but there are two about '"
                        + id + "': cross-validate again");
            }
        }
        int k = classes().size();
        float[] found = new float[pictures.size() * k];
        int[] labels = new int[pictures.size()];
        for (int i = 0; i < labels.length; i++) {
            Integer place = places.get(key(pictures.id(i), pictures.digest(i)));
            if (place == null) {
                throw new TrainException(
                        folder + ": expected an answer about the picture '" + pictures.id(i) + "' of " + pictures.name()
                                + " but there is none: cross-validate on the pictures that are to be learned");
            }
            System.arraycopy(answers.predictions().probabilities(), place * k, found, i * k, k);
            labels[i] = classes().indexOf(pictures.classes().get(pictures.label(i)));
        }
        return new Predictions(classes(), found, labels).restrictedTo(pictures.classes());
    }

    private static String key(String id, String digest) {
        return id + "\n" + digest;
    }
}
