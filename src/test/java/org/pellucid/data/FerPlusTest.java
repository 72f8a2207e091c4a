package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FerPlusTest {
    private static final String HEADER =
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n";

    @TempDir
    Path folder;

    /** A table with as many rows as votes are given, all of Training, and the votes of each row. */
    private Dataset load(FerPlusMode mode, List<String> classes, String... votes) {
        StringBuilder table = new StringBuilder(Tables.HEADER);
        StringBuilder plus = new StringBuilder(HEADER);
        for (int i = 0; i < votes.length; i++) {
            table.append(Tables.row(0, i, "Training"));
            plus.append("Training,fer")
                    .append(i)
                    .append(".png,")
                    .append(votes[i])
                    .append('\n');
        }
        return loadTables(mode, classes, table.toString(), plus.toString()).split(Split.TRAIN);
    }

    private DataSource loadTables(FerPlusMode mode, List<String> classes, String table, String plus) {
        Path votes = Tables.write(folder, "votes.csv", plus);
        return DataLoader.load(
                Tables.write(folder, "fer.csv", table),
                LoadOptions.defaults().withFerPlus(votes, mode).withClasses(classes));
    }

    @Test
    void takesTheMajorityAndLeavesOutRowsWithoutOne() {
        Dataset data = load(
                FerPlusMode.MAJORITY,
                List.of(),
                "0,8,0,0,1,1,0,0,0,0", // happiness
                "5,5,0,0,0,0,0,0,0,0", // half is not more than half
                "2,0,0,0,0,0,0,0,8,0", // unknown
                "0,0,0,0,0,0,0,0,0,9", // no face
                "4,1,1,1,1,1,1,0,0,0"); // single votes dropped: neutral

        assertThat(data.hasSoftLabels()).isFalse();
        assertThat(data.classes()).isEqualTo(Emotions.FER_PLUS);
        assertThat(data.size()).isEqualTo(2);
        assertThat(new int[] {data.label(0), data.label(1)}).containsExactly(1, 0);
        assertThat(data.id(1)).isEqualTo("row 4");
    }

    @Test
    void sharesVotesWithoutOutliersOrUnknown() {
        Dataset data = load(
                FerPlusMode.SOFT,
                List.of(),
                "0,2,0,5,0,0,1,0,2,0", // happiness 2/7, sadness 5/7
                "4,0,0,0,0,0,0,0,4,2", // as many unknown as neutral
                "3,3,0,0,0,0,0,0,0,4"); // no face leads

        assertThat(data.size()).isEqualTo(1);
        assertThat(data.hasSoftLabels()).isTrue();
        assertThat(data.label(0)).isEqualTo(3);
        float[] p = new float[8];
        data.softLabel(0, p, 0);
        assertThat(p).containsExactly(0, 2 / 7f, 0, 5 / 7f, 0, 0, 0, 0);
    }

    @Test
    void keepsASubsetAndMakesItsSharesSumToOne() {
        Dataset data =
                load(FerPlusMode.SOFT, List.of("sadness", "happiness"), "3,2,0,5,0,0,0,0,0,0", "6,4,0,0,0,0,0,0,0,0");

        assertThat(data.size()).isEqualTo(1);
        assertThat(data.label(0)).isEqualTo(0);
        float[] p = new float[2];
        data.softLabel(0, p, 0);
        assertThat(p).containsExactly(5 / 7f, 2 / 7f);
    }

    @Test
    void validationAndTestTakeTheMajorityEvenIfTrainingIsSoft() {
        DataSource source = loadTables(
                FerPlusMode.SOFT,
                List.of(),
                Tables.HEADER
                        + Tables.row(0, 1, "Training")
                        + Tables.row(0, 2, "PublicTest")
                        + Tables.row(0, 3, "PublicTest"),
                HEADER
                        + "Training,a.png,4,3,3,0,0,0,0,0,0,0\n"
                        + "PublicTest,b.png,4,3,3,0,0,0,0,0,0,0\n"
                        + "PublicTest,c.png,2,8,0,0,0,0,0,0,0,0\n");

        assertThat(source.split(Split.TRAIN).hasSoftLabels()).isTrue();
        assertThat(source.split(Split.VALIDATION).hasSoftLabels()).isFalse();
        assertThat(source.split(Split.VALIDATION).size()).isEqualTo(1);
        assertThat(source.split(Split.VALIDATION).label(0)).isEqualTo(1);
    }

    @Test
    void leavesOutRowsWithoutAName() {
        Dataset data = loadTables(
                        FerPlusMode.MAJORITY,
                        List.of(),
                        Tables.HEADER + Tables.row(0, 1, "Training") + Tables.row(0, 2, "Training"),
                        HEADER + "Training,,9,0,0,0,0,0,0,0,0,0\nTraining,b.png,9,0,0,0,0,0,0,0,0,0\n")
                .split(Split.TRAIN);

        assertThat(data.size()).isEqualTo(1);
        assertThat(data.id(0)).isEqualTo("row 1");
    }

    private void refused(String table, String plus, String message) {
        assertThatThrownBy(() -> loadTables(FerPlusMode.SOFT, List.of(), table, plus))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    @Test
    void refusesFewerRowsThanVotes() {
        String vote = "Training,a.png,9,0,0,0,0,0,0,0,0,0\n";

        refused(
                Tables.HEADER + Tables.row(0, 1, "Training"),
                HEADER + vote + vote,
                "fer.csv: expected 2 rows as in votes.csv but got 1: take both files whole and in their own order");
    }

    @Test
    void refusesMoreRowsThanVotes() {
        refused(
                Tables.HEADER + Tables.row(0, 1, "Training").repeat(2),
                HEADER + "Training,a.png,9,0,0,0,0,0,0,0,0,0\n",
                "fer.csv, line 3: expected as many rows as votes.csv has, 1, but there are more:"
                        + " take both files whole and in their own order");
    }

    @Test
    void refusesAnotherUsage() {
        refused(
                Tables.HEADER + Tables.row(0, 1, "Training"),
                HEADER + "PublicTest,a.png,9,0,0,0,0,0,0,0,0,0\n",
                "fer.csv, line 2: expected usage PublicTest as in the same row of votes.csv but got Training:"
                        + " take both files whole and in their own order");
    }

    @Test
    void refusesAWrongHeader() {
        refused(
                Tables.HEADER + Tables.row(0, 1, "Training"),
                "a,b\n",
                "votes.csv, line 1: expected the header usage,image name,neutral,happiness,surprise,sadness,anger,disgust,"
                        + "fear,contempt,unknown,nf but got \"a,b\": is this fer2013new.csv of FER+?");
    }

    @Test
    void refusesWhatIsNoVote() {
        refused(
                Tables.HEADER + Tables.row(0, 1, "Training"),
                HEADER + "Training,a.png,9,x,0,0,0,0,0,0,0,0\n",
                "votes.csv, line 2: expected a number of votes but got \"x\"");
    }

    @Test
    void refusesAMissingFile() {
        Path table = Tables.write(folder, "fer.csv", Tables.HEADER + Tables.row(0, 1, "Training"));
        Path missing = folder.resolve("no.csv");

        assertThatThrownBy(() -> DataLoader.load(table, LoadOptions.defaults().withFerPlus(missing, FerPlusMode.SOFT)))
                .isInstanceOf(DataException.class)
                .hasMessage(missing + ": no such file: expected the FER+ votes, fer2013new.csv");
    }
}
