package org.pellucid.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads a folder {@code train|validation|test/<class>/*.png|jpg}; {@code val} and {@code valid} mean validation. A folder
 * {@code <class>/*.png|jpg} without splits, as small data sets come in, is all test.
 */
final class PictureFolder {
    private static final String LAYOUT = "train|validation|test/<class>/*.png|jpg";

    private PictureFolder() {}

    static DataSource read(Path root, LoadOptions options) {
        String name = String.valueOf(root.toAbsolutePath().normalize().getFileName());
        if (options.ferPlus() != null) {
            throw new DataException(root + ": expected fer2013.csv beside the FER+ votes but got a folder:"
                    + " votes go by row, so give the CSV or leave the votes out");
        }
        try {
            return read(root, name, options);
        } catch (IOException e) {
            throw new DataException(root + ": cannot be read: " + e, e);
        }
    }

    private static DataSource read(Path root, String name, LoadOptions options) throws IOException {
        Map<Split, Path> folders = splits(root);
        List<String> all = null;
        Path first = null;
        for (Path folder : folders.values()) {
            List<String> classes = classes(folder);
            if (all != null && !all.equals(classes)) {
                throw new DataException(folder + ": expected the classes of " + first + " (" + String.join(", ", all)
                        + ") but got " + String.join(", ", classes) + ": name the folders alike in every split");
            }
            all = classes;
            first = first == null ? folder : first;
        }
        ClassChoice choice = new ClassChoice(name, all, options.classes());
        Map<Split, List<List<Path>>> files = new EnumMap<>(Split.class);
        int total = 0;
        for (Map.Entry<Split, Path> entry : folders.entrySet()) {
            List<List<Path>> lists = new ArrayList<>();
            for (String cls : choice.classes()) {
                List<Path> pictures = list(entry.getValue().resolve(cls), PictureFolder::isPicture);
                if (pictures.isEmpty()) {
                    throw new DataException(entry.getValue().resolve(cls)
                            + ": expected pictures (png, jpg, jpeg) but there are none: add some or delete the class"
                            + " in every split");
                }
                lists.add(pictures);
                total += pictures.size();
            }
            files.put(entry.getKey(), lists);
        }
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        int done = 0;
        for (Map.Entry<Split, List<List<Path>>> entry : files.entrySet()) {
            SplitBuilder builder = new SplitBuilder(choice.classes(), options.height(), options.width());
            for (int label = 0; label < entry.getValue().size(); label++) {
                for (Path picture : entry.getValue().get(label)) {
                    byte[] grey = PictureReader.read(picture, options.height(), options.width());
                    builder.add(
                            grey,
                            label,
                            null,
                            root.relativize(picture).toString().replace('\\', '/'));
                    if (options.progress() != null) {
                        options.progress().accept((double) ++done / total);
                    }
                }
            }
            splits.put(entry.getKey(), builder.build(name + " " + entry.getKey().usage()));
        }
        return DataSource.of(name, splits, choice.classes());
    }

    private static Map<Split, Path> splits(Path root) throws IOException {
        Map<Split, Path> folders = new EnumMap<>(Split.class);
        for (Path folder : list(root, Files::isDirectory)) {
            Split split = switch (folder.getFileName().toString().toLowerCase(Locale.ROOT)) {
                case "train" -> Split.TRAIN;
                case "validation", "val", "valid" -> Split.VALIDATION;
                case "test" -> Split.TEST;
                default -> null;
            };
            if (split != null) {
                Path other = folders.put(split, folder);
                if (other != null) {
                    throw new DataException(root + ": expected one folder for each split but got both "
                            + other.getFileName() + " and " + folder.getFileName() + ": keep one");
                }
            }
        }
        if (folders.isEmpty() && holdsClasses(root)) {
            folders.put(Split.TEST, root);
        }
        if (folders.isEmpty()) {
            throw new DataException(
                    root + ": expected pictures in " + LAYOUT + " but there is no such folder: sort them so");
        }
        return folders;
    }

    private static boolean holdsClasses(Path root) throws IOException {
        for (Path folder : list(root, Files::isDirectory)) {
            if (!list(folder, PictureFolder::isPicture).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> classes(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path sub : list(folder, Files::isDirectory)) {
            names.add(sub.getFileName().toString());
        }
        if (names.isEmpty()) {
            throw new DataException(folder + ": expected a folder for each class (" + LAYOUT
                    + ") but there is none: sort the pictures so");
        }
        for (List<String> known : List.of(Emotions.FER2013, Emotions.FER_PLUS)) {
            if (known.containsAll(names)) {
                List<String> ordered = new ArrayList<>(known);
                ordered.retainAll(names);
                return ordered;
            }
        }
        return names;
    }

    /** The entries that are not hidden, sorted by name, so that every machine reads them in one order. */
    private static List<Path> list(Path folder, Predicate<Path> kept) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> !p.getFileName().toString().startsWith("."))
                    .filter(kept)
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isPicture(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(path) && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
    }
}
