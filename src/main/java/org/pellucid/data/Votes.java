package org.pellucid.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the annotators of FER+ answered about each picture of FER2013, as they answered it: as evidence beside other evidence, not
 * as a label. See {@link FerPlus} for the file.
 */
public final class Votes {
    /** What could be answered: the eight emotions of FER+, unknown, and not a face. */
    public static final List<String> ANSWERS = answers();

    private static final String ROW = "row ";

    private final String file;
    private final List<int[]> counts;

    private Votes(String file, List<int[]> counts) {
        this.file = file;
        this.counts = counts;
    }

    private static List<String> answers() {
        List<String> all = new ArrayList<>(Emotions.FER_PLUS);
        all.addAll(List.of("unknown", "not a face"));
        return List.copyOf(all);
    }

    /**
     * Reads {@code fer2013new.csv}.
     *
     * @throws DataException if it is not what it should be
     */
    public static Votes read(Path file) {
        return new Votes(
                file.getFileName().toString(),
                FerPlus.read(file, FerPlusMode.SOFT).counts());
    }

    /**
     * The share of each of {@link #ANSWERS} among the votes on a picture; all 0 where nobody voted.
     *
     * @param id of the picture in a table of FER2013, such as {@code row 17}
     * @throws DataException if the file has no such row
     */
    public double[] shares(String id) {
        int row = id.matches(ROW + "\\d{1,9}") ? Integer.parseInt(id.substring(ROW.length())) : -1;
        if (row < 0 || row >= counts.size()) {
            throw new DataException(
                    file + ": expected votes on the picture '" + id + "' but there are those on row 0 to row "
                            + (counts.size() - 1) + ": take the table of FER2013 that the votes are about");
        }
        int[] votes = counts.get(row);
        double sum = 0;
        for (int n : votes) {
            sum += n;
        }
        double[] shares = new double[votes.length];
        for (int c = 0; c < votes.length; c++) {
            shares[c] = votes[c] / Math.max(1, sum);
        }
        return shares;
    }
}
