package org.pellucid.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pellucid.model.AtomicFiles;
import org.pellucid.spec.NetworkJson;
import org.pellucid.spec.NetworkSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run is of: enough to do it again, or to resume it. On disk it is {@code run.json}, beside what was found on the way.
 *
 * @param data which pictures
 * @param dataSha256 of the pictures as decoded
 * @param network what is trained
 * @param settings how
 * @param recipe that it follows, if any
 * @param openTest whether the test split is opened at the end
 * @param teacher that it learns from besides the labels, if any
 * @param pretrained whose weights it starts from, if any
 */
public record Run(
        DataChoice data,
        String dataSha256,
        NetworkSpec network,
        TrainConfig settings,
        Optional<RecipeUse> recipe,
        boolean openTest,
        Optional<TeacherUse> teacher,
        Optional<PretrainedUse> pretrained) {

    /**
     * Writes the file.
     *
     * @param facts further objects by name, such as the environment and the result; they are not read back
     */
    public void save(Path file, Map<String, Object> facts) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("data", data);
        all.put("data_sha256", dataSha256);
        all.put("settings", settings);
        recipe.ifPresent(use -> all.put("recipe", use));
        all.put("open_test", openTest);
        teacher.ifPresent(use -> all.put("teacher", use));
        pretrained.ifPresent(use -> all.put("pretrained", use));
        all.putAll(facts);
        all.put("network", NetworkJson.tree(network));
        AtomicFiles.write(file, (Json.write(all) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a file that {@link #save} wrote.
     *
     * @throws TrainException if there is none or it is not whole
     */
    public static Run load(Path file) {
        JsonNode root = tree(file);
        for (String field : new String[] {"data", "data_sha256", "settings", "open_test", "network"}) {
            if (!root.has(field)) {
                throw new TrainException(file + " is damaged: expected a field " + field + ": start the run anew");
            }
        }
        return new Run(
                Json.read(root.get("data"), DataChoice.class, file.toString()),
                root.get("data_sha256").asString(),
                NetworkJson.read(root.get("network")),
                Json.read(settings(root.get("settings")), TrainConfig.class, file.toString()),
                optional(root, "recipe", RecipeUse.class, file),
                Json.read(root.get("open_test"), Boolean.class, file.toString()),
                optional(root, "teacher", TeacherUse.class, file),
                optional(root, "pretrained", PretrainedUse.class, file));
    }

    /** What older files do not say of augmentation, as there was no choice: all pictures were moved, and by any fraction of a pixel. */
    private static JsonNode settings(JsonNode written) {
        if (written.get("augmentation") instanceof ObjectNode augmentation) {
            augmentation.putIfAbsent("moved", augmentation.numberNode(1.0));
            augmentation.putIfAbsent("wholePixels", augmentation.booleanNode(false));
        }
        return written;
    }

    private static <T> Optional<T> optional(JsonNode root, String field, Class<T> type, Path file) {
        return root.hasNonNull(field)
                ? Optional.of(Json.read(root.get(field), type, file.toString()))
                : Optional.empty();
    }

    /**
     * How many training pictures of each class there were, of which class weights are made.
     *
     * @return empty if the file does not say
     * @throws TrainException if there is no file or it is not whole
     */
    public static Optional<int[]> classCounts(Path file) {
        JsonNode counts = tree(file).get("class_counts");
        return counts == null ? Optional.empty() : Optional.of(Json.read(counts, int[].class, file.toString()));
    }

    private static JsonNode tree(Path file) {
        try {
            return Json.parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new TrainException(
                    file.toAbsolutePath().getParent() + ": expected a run to resume but there is no "
                            + file.getFileName() + ": give the folder of a run with --out, or leave --resume out",
                    e);
        } catch (IOException e) {
            throw new TrainException(file + " cannot be read: " + e.getMessage() + ": check the file", e);
        }
    }
}
