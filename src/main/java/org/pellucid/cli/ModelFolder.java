package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pellucid.model.Description;
import org.pellucid.model.Model;

/** A model as it is named to a command, and as the command shows it. */
final class ModelFolder {
    private static final int SHOWN = 8;

    private ModelFolder() {}

    /**
     * The folder of a model, absolute, so that a run can be resumed from elsewhere; none if there is none.
     *
     * @param name a folder with a model, or the name of a model that comes along
     */
    static Optional<Path> find(String name) {
        return Optional.of(Path.of(name))
                .filter(ModelFolder::holdsModel)
                .or(() -> ShippedModels.named(name))
                .map(folder -> folder.toAbsolutePath().normalize());
    }

    /**
     * The same for a model that must be there.
     *
     * @param role of the model, for the message
     * @throws UsageException if there is none
     */
    static String require(String role, String name) {
        return find(name)
                .orElseThrow(() -> new UsageException("there is no " + role + " '" + name
                        + "': expected a folder with model.json, or the name of one in data/models"))
                .toString();
    }

    /** The same for a model that may be gone by now: then its name. */
    static String orName(String name) {
        return find(name).map(Path::toString).orElse(name);
    }

    /**
     * The models that are to answer together.
     *
     * @param folders at least one
     * @throws UsageException if they tell apart other classes, or the same in another order
     */
    static List<Model> together(List<Path> folders) {
        return together(folders, description -> {});
    }

    /** The same, and something else for each meanwhile: see {@link Model#load(Path, Consumer)}. */
    static List<Model> together(List<Path> folders, Consumer<Description> meanwhile) {
        if (folders.size() > 1) {
            requireSameClasses(folders);
        }
        return folders.stream().map(folder -> Model.load(folder, meanwhile)).toList();
    }

    private static void requireSameClasses(List<Path> folders) {
        List<String> classes = Model.describe(folders.get(0)).classes();
        for (Path folder : folders.subList(1, folders.size())) {
            List<String> others = Model.describe(folder).classes();
            if (!others.equals(classes)) {
                throw new UsageException("models that answer together must tell apart the same classes but "
                        + folders.get(0) + " tells apart " + String.join(", ", classes) + " and " + folder + " "
                        + String.join(", ", others));
            }
        }
    }

    /** Whether a model lies in the folder. */
    static boolean holdsModel(Path folder) {
        return Files.isRegularFile(folder.resolve(Model.DESCRIPTION));
    }

    /** Such as {@code vgg-7 (weights 1234abcd…)}. */
    static String described(String folder, String weightsSha256) {
        return described(folder, "weights", weightsSha256);
    }

    /** @param what has the hash */
    static String described(String folder, String what, String sha256) {
        return Path.of(folder).getFileName() + " (" + what + " " + sha256.substring(0, SHOWN) + "…)";
    }
}
