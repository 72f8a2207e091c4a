package org.pellucid.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.pellucid.data.DataLoader;
import org.pellucid.data.DataSource;
import org.pellucid.data.FerPlusMode;
import org.pellucid.data.LoadOptions;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.spec.Shape;

/**
 * Which pictures, under which labels.
 *
 * @param location a file or folder; or {@code synthetic:TRAIN,VALIDATION,TEST,SEED} for faces that are drawn
 * @param classes to keep, in this order; empty for all
 * @param ferPlus the file of FER+ votes; empty for the data's own labels
 * @param ferPlusMode what becomes of the votes
 */
public record DataChoice(String location, List<String> classes, String ferPlus, FerPlusMode ferPlusMode) {
    private static final String SYNTHETIC = "synthetic";
    private static final int[] SIZES = {4000, 500, 1000};
    private static final long SEED = 1;

    /** The faces that need no download. */
    public static final DataChoice DEFAULT = new DataChoice(SYNTHETIC, List.of(), "", FerPlusMode.MAJORITY);

    /** @throws TrainException if the synthetic faces' sizes are not numbers, or votes are given for them */
    public DataChoice {
        classes = List.copyOf(classes);
        location = isSynthetic(location) ? canonical(location) : location;
        if (isSynthetic(location) && !ferPlus.isEmpty()) {
            throw new TrainException(
                    "FER+ votes are of FER2013's pictures but the data are synthetic: give fer2013.csv");
        }
    }

    /** The same pictures, of these classes only. */
    public DataChoice withClasses(List<String> kept) {
        return new DataChoice(location, kept, ferPlus, ferPlusMode);
    }

    /** Whether the faces are drawn rather than read. */
    public boolean isSynthetic() {
        return isSynthetic(location);
    }

    private static boolean isSynthetic(String location) {
        return location.equals(SYNTHETIC) || location.startsWith(SYNTHETIC + ":");
    }

    private static String canonical(String location) {
        String given = location.substring(Math.min(location.length(), SYNTHETIC.length() + 1));
        String[] parts = given.isEmpty() ? new String[0] : given.split(",", -1);
        int[] sizes = SIZES.clone();
        long seed = SEED;
        try {
            for (int i = 0; i < Math.min(3, parts.length); i++) {
                sizes[i] = Integer.parseInt(parts[i].strip());
            }
            seed = parts.length > 3 ? Long.parseLong(parts[3].strip()) : SEED;
        } catch (NumberFormatException e) {
            throw wrong(location);
        }
        if (parts.length > 4) {
            throw wrong(location);
        }
        return String.format(Locale.ROOT, "%s:%d,%d,%d,%d", SYNTHETIC, sizes[0], sizes[1], sizes[2], seed);
    }

    private static TrainException wrong(String location) {
        return new TrainException(
                "expected synthetic data as synthetic:TRAIN,VALIDATION,TEST,SEED, whole numbers such as "
                        + "synthetic:4000,500,1000,1, but got " + location);
    }

    /** A short name for folders and titles. */
    public String name() {
        if (isSynthetic()) {
            return SYNTHETIC;
        }
        Path file = Path.of(location).toAbsolutePath().normalize().getFileName();
        return file == null ? "data" : file.toString().replaceFirst("(?i)(\\.csv)?(\\.gz)?$", "");
    }

    /**
     * Loads or draws the pictures.
     *
     * @param input of the network; pictures are resized to its height and width
     * @param progress told the share that is done
     * @throws org.pellucid.data.DataException if they cannot be used
     */
    public DataSource load(Shape input, DoubleConsumer progress) {
        LoadOptions options = LoadOptions.defaults()
                .withClasses(classes)
                .withSize(input.height(), input.width())
                .withProgress(progress);
        if (isSynthetic()) {
            String[] parts = location.substring(SYNTHETIC.length() + 1).split(",", -1);
            DataSource drawn = SyntheticFaces.generate(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    Long.parseLong(parts[3]));
            return classes.isEmpty() ? drawn : Subset.of(drawn, classes);
        }
        return DataLoader.load(
                Path.of(location), ferPlus.isEmpty() ? options : options.withFerPlus(Path.of(ferPlus), ferPlusMode));
    }
}
