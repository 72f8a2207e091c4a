package org.pellucid.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pellucid.data.Dataset;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.PredictionsCsv;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.AtomicFiles;

/** The predictions that lie in a model's folder, {@code predictions.csv}: numbers can be recomputed without the data. */
public final class PredictionStore {
    /** The name of the file. */
    public static final String FILE = "predictions.csv";

    /** The view of pictures as they are. */
    public static final String WHOLE = Views.WHOLE.label();

    private static final int DIGITS = 16;

    private PredictionStore() {}

    /**
     * Predictions with the names and hashes of their pictures.
     *
     * @param sha256 of the data
     * @param usage of the split
     * @param view through which the pictures were seen, see {@link Views#label()}
     */
    public static StoredPredictions of(String sha256, String usage, String view, Dataset pictures, Predictions p) {
        List<String> ids = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            ids.add(pictures.id(i));
            digests.add(pictures.digest(i));
        }
        return new StoredPredictions(hash(sha256), usage, view, ids, digests, p);
    }

    /** The part of a hash that the file has room for. */
    public static String hash(String sha256) {
        return sha256.substring(0, Math.min(DIGITS, sha256.length()));
    }

    /**
     * All predictions of a folder; none if it has no such file.
     *
     * @throws TrainException if the file is not what it should be
     */
    public static List<StoredPredictions> load(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return PredictionsCsv.read(Files.readString(file), file.toString());
        } catch (IllegalArgumentException e) {
            throw new TrainException(e.getMessage() + ": delete the file and evaluate again", e);
        } catch (CharacterCodingException e) {
            throw new TrainException(file + " is not text: delete the file and evaluate again", e);
        } catch (IOException e) {
            throw new TrainException(file + " cannot be read: " + e + ": check the file", e);
        }
    }

    /**
     * Writes all predictions of a folder in place of former ones.
     *
     * @throws org.pellucid.model.ModelException if that fails
     */
    public static void save(Path folder, List<StoredPredictions> all) {
        AtomicFiles.write(folder.resolve(FILE), PredictionsCsv.write(all).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds predictions to a folder's, in place of those of the same data, split and view. */
    public static void add(Path folder, StoredPredictions added) {
        save(folder, PredictionsCsv.with(load(folder), added));
    }
}
