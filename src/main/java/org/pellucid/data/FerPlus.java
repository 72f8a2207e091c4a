package org.pellucid.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The votes of FER+ (Barsoum et al., <i>Training deep networks for facial expression recognition with crowd-sourced label
 * distribution</i>, ICMI 2016): for each row of FER2013, in its order, ten annotators' counts of eight emotions,
 * unknown and not-a-face.
 *
 * <p>A class with a single vote counts as an outlier and its vote is dropped, as in the paper. Of the votes v that remain:
 * {@code MAJORITY} keeps a row if one emotion has more than half of Σv; {@code SOFT} keeps it if the eight emotions
 * together have more than half of Σv and none of unknown and not-a-face has as many votes as the leading emotion, and
 * takes v over the sum of the eight as probabilities. Either leaves a row out where the majority is unknown or not-a-face.
 * Rows without an image name were dropped by FER+ and are dropped here.
 *
 * <p>Soft labels are to learn from: validation and test rows take the majority in either mode, as in the authors' code, so
 * that all are judged on the same pictures under the same labels.
 */
final class FerPlus {
    private static final int EMOTIONS = Emotions.FER_PLUS.size();
    private static final int COLUMNS = 2 + EMOTIONS + 2;
    private static final String HEADER =
            "usage,image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf";

    private final String file;
    private final boolean soft;
    private final List<Split> usages = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<float[]> probabilities = new ArrayList<>();
    private final List<int[]> counts = new ArrayList<>();

    private FerPlus(String file, boolean soft) {
        this.file = file;
        this.soft = soft;
    }

    static FerPlus read(Path path, FerPlusMode mode) {
        String name = path.getFileName().toString();
        FerPlus votes = new FerPlus(name, mode == FerPlusMode.SOFT);
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            votes.header(in.readLine());
            int number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    votes.row(line, number);
                }
            }
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file: expected the FER+ votes, fer2013new.csv", e);
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e, e);
        }
        return votes;
    }

    private void header(String line) {
        if (line == null) {
            throw new DataException(file + " is empty: expected the FER+ votes, fer2013new.csv");
        }
        String names = line.strip().toLowerCase(Locale.ROOT);
        if (!names.equals(HEADER)) {
            throw new DataException(file + ", line 1: expected the header " + HEADER + " but got \""
                    + (names.length() > 60 ? names.substring(0, 60) + "…" : names)
                    + "\": is this fer2013new.csv of FER+?");
        }
    }

    private void row(String line, int number) {
        String[] fields = line.split(",", -1);
        if (fields.length != COLUMNS) {
            throw new DataException(file + ", line " + number + ": expected " + COLUMNS + " columns but got "
                    + fields.length + ": download the file again");
        }
        try {
            usages.add(Split.ofUsage(fields[0].strip()));
        } catch (DataException e) {
            throw new DataException(file + ", line " + number + ": " + e.getMessage(), e);
        }
        boolean shared = soft && usages.get(usages.size() - 1) == Split.TRAIN;
        int[] votes = new int[EMOTIONS + 2];
        int[] given = new int[EMOTIONS + 2];
        for (int c = 0; c < votes.length; c++) {
            String text = fields[2 + c].strip();
            if (!text.matches("\\d{1,3}")) {
                throw new DataException(
                        file + ", line " + number + ": expected a number of votes but got \"" + text + "\"");
            }
            given[c] = Integer.parseInt(text);
            votes[c] = given[c] > 1 ? given[c] : 0;
        }
        counts.add(given);
        boolean named = !fields[1].isBlank();
        int label = named ? label(votes, shared) : -1;
        labels.add(label);
        probabilities.add(label >= 0 && shared ? share(votes) : null);
    }

    private static int label(int[] votes, boolean shared) {
        int all = 0;
        int faces = 0;
        int lead = 0;
        for (int c = 0; c < votes.length; c++) {
            all += votes[c];
            if (c < EMOTIONS) {
                faces += votes[c];
                lead = votes[c] > votes[lead] ? c : lead;
            }
        }
        boolean kept = shared
                ? 2 * faces > all && votes[lead] > Math.max(votes[EMOTIONS], votes[EMOTIONS + 1])
                : 2 * votes[lead] > all;
        return kept ? lead : -1;
    }

    private static float[] share(int[] votes) {
        int sum = 0;
        for (int c = 0; c < EMOTIONS; c++) {
            sum += votes[c];
        }
        float[] p = new float[EMOTIONS];
        for (int c = 0; c < EMOTIONS; c++) {
            p[c] = (float) votes[c] / sum;
        }
        return p;
    }

    String origin() {
        return file + (soft ? " (soft)" : " (majority)");
    }

    /** The label of a row of the pixel table, or −1 where it is to be left out; the usages must agree. */
    int label(int row, Split usage, String table, int line) {
        if (row >= labels.size()) {
            throw new DataException(table + ", line " + line + ": expected as many rows as " + file + " has, "
                    + labels.size() + ", but there are more: take both files whole and in their own order");
        }
        if (usages.get(row) != usage) {
            throw new DataException(table + ", line " + line + ": expected usage "
                    + usages.get(row).usage() + " as in the same row of " + file + " but got " + usage.usage()
                    + ": take both files whole and in their own order");
        }
        return labels.get(row);
    }

    /** The probabilities of a row that has a soft label, over the eight emotions; null for other rows. */
    float[] probabilities(int row) {
        return probabilities.get(row);
    }

    /** All votes of each row as they were given, outliers too: the eight emotions, unknown, not-a-face. */
    List<int[]> counts() {
        return counts;
    }

    void expectRows(int rows, String table) {
        if (rows != labels.size()) {
            throw new DataException(table + ": expected " + labels.size() + " rows as in " + file + " but got " + rows
                    + ": take both files whole and in their own order");
        }
    }
}
