package org.pellucid.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pellucid.model.ModelException;

/**
 * The folder of a run and the names of what lies in it.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
    private static final String RUN = "run.json";
    private static final String CHECKPOINT = "checkpoint.safetensors";

    /** All that a run writes. */
    private static final List<String> FILES = List.of(
            RUN,
            CHECKPOINT,
            "model.json",
            "model.safetensors",
            "history.csv",
            "metrics.json",
            "predictions.csv",
            "accuracy.png",
            "loss.png",
            "confusion.png");

    /** The first folder {@code runs/<model>-<data>-<n>}, n = 1, 2, …, that does not exist. */
    public static RunFolder unused(String model, String data) {
        int n = 1;
        while (Files.exists(candidate(model, data, n))) {
            n++;
        }
        return new RunFolder(candidate(model, data, n));
    }

    private static Path candidate(String model, String data, int n) {
        return Path.of("runs", (model + "-" + data + "-" + n).replaceAll("[^\\w.-]+", "-"));
    }

    public Path run() {
        return path.resolve(RUN);
    }

    public Path checkpoint() {
        return path.resolve(CHECKPOINT);
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** Whether some file of a run lies here. */
    public boolean isUsed() {
        return FILES.stream().anyMatch(name -> Files.exists(path.resolve(name)));
    }

    /**
     * Makes the folder and takes away what an earlier run left; other files stay.
     *
     * @throws ModelException if the folder cannot be made or emptied
     */
    public void prepare() {
        make(path);
        try {
            for (String name : FILES) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /**
     * Makes a folder if there is none.
     *
     * @throws ModelException if that fails
     */
    public static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw refused(folder, e);
        }
    }

    private static ModelException refused(Path folder, IOException e) {
        return new ModelException(
                "cannot write to the folder " + folder + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "): choose another with --out",
                e);
    }
}
