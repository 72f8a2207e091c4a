package org.pellucid.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.data.Split;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.Model;
import org.pellucid.train.History;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.TrainException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run's folder tells.
 *
 * @param name of the folder
 * @param model that was trained
 * @param history of the training; none for a model without one
 * @param facts what {@code run.json} says, its nested fields named by dots; empty without that file
 * @param predictions that are stored
 */
record RunStory(
        String name,
        Model model,
        Optional<History> history,
        Map<String, String> facts,
        List<StoredPredictions> predictions) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    RunStory {
        predictions = List.copyOf(predictions);
    }

    /** @throws TrainException if the folder has no stored predictions, or a file is damaged */
    static RunStory load(Path folder) {
        Model model = Model.load(folder);
        List<StoredPredictions> predictions = PredictionStore.load(folder);
        if (predictions.isEmpty()) {
            throw new TrainException(folder + ": expected " + PredictionStore.FILE
                    + " to report on but there is none: run evaluate on the model first");
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new RunStory(
                String.valueOf(name), model, history(folder), facts(folder.resolve("run.json")), predictions);
    }

    /**
     * The predictions to report on in full: of the test split if it was opened, else of validation, else the first; of the
     * pictures as they are if there are such.
     */
    StoredPredictions main() {
        for (Split split : List.of(Split.TEST, Split.VALIDATION)) {
            Optional<StoredPredictions> found = whole(split);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return predictions.get(0);
    }

    Optional<StoredPredictions> whole(Split split) {
        // First those of the data that the model was trained on, should it have been asked about others.
        String own = PredictionStore.hash(model.provenance().dataSha256());
        return predictions.stream()
                .filter(p -> p.usage().equals(split.usage()) && p.view().equals(PredictionStore.WHOLE))
                .min(Comparator.comparing(p -> !p.data().equals(own)));
    }

    private static Optional<History> history(Path folder) {
        Path file = folder.resolve("history.csv");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<History.Epoch> epochs = new ArrayList<>();
        List<String> lines = lines(file);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            double[] v = numbers(line, file);
            epochs.add(new History.Epoch((int) v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]));
        }
        return epochs.isEmpty() ? Optional.empty() : Optional.of(new History(epochs));
    }

    private static double[] numbers(String line, Path file) {
        String[] cells = line.split(",", -1);
        double[] values = new double[cells.length];
        try {
            for (int i = 0; i < cells.length; i++) {
                values[i] = Double.parseDouble(cells[i]);
            }
        } catch (NumberFormatException e) {
            throw new TrainException(file + " is damaged: expected numbers but got '" + line + "'", e);
        }
        if (values.length != 8) {
            throw new TrainException(file + " is damaged: expected 8 columns but got " + values.length);
        }
        return values;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> facts(Path file) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (Files.exists(file)) {
            try {
                flatten("", MAPPER.readTree(String.join("\n", lines(file))), facts);
            } catch (JacksonException e) {
                throw new TrainException(file + " is damaged: " + e.getOriginalMessage(), e);
            }
        }
        return facts;
    }

    private static void flatten(String name, JsonNode node, Map<String, String> facts) {
        if (node.isObject()) {
            node.properties()
                    .forEach(p -> flatten(name.isEmpty() ? p.getKey() : name + "." + p.getKey(), p.getValue(), facts));
        } else if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            node.forEach(part -> parts.add(part.isValueNode() ? part.asString() : "…"));
            facts.put(name, String.join(", ", parts));
        } else {
            facts.put(name, node.asString());
        }
    }
}
