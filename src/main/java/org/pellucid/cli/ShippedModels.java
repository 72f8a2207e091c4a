package org.pellucid.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pellucid.data.Emotions;
import org.pellucid.model.Description;
import org.pellucid.model.Model;

/**
 * The models that come with the program: the folders of {@code data/models} in the program's root, which is where the jar's
 * folder, or one above it, holds {@code data/models}.
 */
final class ShippedModels {
    private static final Path FOLDER = Path.of("data", "models");
    private static final int LEVELS = 3;

    private ShippedModels() {}

    /** What a model is, and the folder it lies in. */
    record Shipped(Path folder, Description description) {
        private double accuracy() {
            return description.provenance().metrics().getOrDefault("validation_accuracy", 0.0);
        }

        private boolean tellsTheSeven() {
            return Set.copyOf(description.classes()).equals(Set.copyOf(Emotions.FER2013));
        }
    }

    /** Where the program lies; none if it cannot be told. */
    static Optional<Path> root() {
        try {
            Path code = Path.of(ShippedModels.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = code.toAbsolutePath();
            for (int level = 0; level < LEVELS && folder != null; level++) {
                if (Files.isDirectory(folder.resolve(FOLDER))) {
                    return Optional.of(folder);
                }
                folder = folder.getParent();
            }
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The folder of the model of that name; none if there is none. */
    static Optional<Path> named(String name) {
        return root().map(root -> root.resolve(FOLDER).resolve(name)).filter(ModelFolder::holdsModel);
    }

    /**
     * The model for a picture when none is named: of those that tell all seven emotions the one of the highest accuracy on
     * validation; where none does, of all.
     *
     * @param root of the program
     */
    static Optional<Shipped> best(Path root) throws IOException {
        Path folder = root.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> folders;
        try (Stream<Path> entries = Files.list(folder)) {
            folders = entries.filter(ModelFolder::holdsModel).sorted().toList();
        }
        return folders.stream()
                .map(entry -> new Shipped(entry, Model.describe(entry)))
                .max(Comparator.comparing(Shipped::tellsTheSeven).thenComparingDouble(Shipped::accuracy));
    }
}
