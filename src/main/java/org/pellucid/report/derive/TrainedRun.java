package org.pellucid.report.derive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pellucid.model.Model;
import org.pellucid.model.ModelException;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a folder that training wrote knows of it. The model is always there, the rest as far as its files are.
 *
 * @param model the network, its classes and where it comes from
 * @param run its settings
 * @param history the columns of {@code history.csv} by name; empty if there is none
 * @param metrics the object of {@code metrics.json}
 */
public record TrainedRun(
        Model model, Optional<Run> run, Map<String, List<Double>> history, Optional<JsonNode> metrics) {
    /**
     * Reads a folder.
     *
     * @throws ModelException if the model, or a file beside it, cannot be read
     */
    public static TrainedRun load(Path directory) {
        Model model = Model.load(directory);
        RunFolder folder = new RunFolder(directory);
        Path history = folder.file("history.csv");
        Path metrics = folder.file("metrics.json");
        return new TrainedRun(
                model,
                Files.exists(folder.run()) ? Optional.of(Run.load(folder.run())) : Optional.empty(),
                Files.exists(history) ? columns(text(history), history.toString()) : Map.of(),
                Files.exists(metrics) ? Optional.of(tree(text(metrics), metrics.toString())) : Optional.empty());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String text, String origin) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new ModelException(
                    origin + " expects one JSON object but is damaged: take it away, or train anew", e);
        }
    }

    private static Map<String, List<Double>> columns(String csv, String origin) {
        List<String> lines = csv.lines().toList();
        String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(",", -1);
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(name, new ArrayList<>());
        }
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            try {
                for (int c = 0; c < names.length; c++) {
                    columns.get(names[c]).add(Double.valueOf(cells[c]));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new ModelException(
                        origin + " expects " + names.length + " numbers in line " + (i + 1) + " but has '"
                                + lines.get(i) + "': take the file away, or train anew",
                        e);
            }
        }
        return columns;
    }
}
