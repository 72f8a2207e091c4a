package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pellucid.data.Tables.HEADER;
import static org.pellucid.data.Tables.pixels;
import static org.pellucid.data.Tables.row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FerCsvTest {
    private static final String THREE = row(3, 1, "Training") + row(0, 2, "PublicTest") + row(6, 3, "PrivateTest");

    @TempDir
    Path folder;

    private DataSource load(String text) {
        return load(text, LoadOptions.defaults());
    }

    private DataSource load(String text, LoadOptions options) {
        return DataLoader.load(Tables.write(folder, "fer.csv", text), options);
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(DataException.class)
                .hasMessage(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void readsLabelsPixelsAndSplits() {
        DataSource source = load(HEADER + THREE);

        Dataset validation = source.split(Split.VALIDATION);
        assertThat(source.classes()).containsExactly("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");
        assertThat(validation.size()).isEqualTo(1);
        assertThat(validation.label(0)).isEqualTo(0);
        assertThat(validation.id(0)).isEqualTo("row 1");
        for (int p = 0; p < 2304; p++) {
            assertThat(validation.pixels()[p] & 0xFF).isEqualTo(Tables.pixel(2, p));
        }
    }

    @Test
    void readsKagglesHeaderAndOrder() {
        String text = "emotion, Usage, pixels\n3,Training," + pixels(1) + "\n0,PublicTest," + pixels(2)
                + "\n6,PrivateTest," + pixels(3) + "\n";

        assertThat(load(text).sha256()).isEqualTo(load(HEADER + THREE).sha256());
    }

    @Test
    void readsCompressedFilesAlike() {
        Path compressed = Tables.write(folder, "fer.csv.gz", Tables.gzip(HEADER + THREE));

        assertThat(DataLoader.load(compressed, LoadOptions.defaults()).sha256())
                .isEqualTo(load(HEADER + THREE).sha256());
    }

    @Test
    void readsForeignLineEndsQuotesAndColumns() {
        String text = "\uFEFFname,\"pixels\",emotion,Usage\r\nx y,\"" + pixels(1) + "\",3,Training\r\n\r\nz,"
                + pixels(2) + ",0,PublicTest\r\n,  " + pixels(3) + " ,6,PrivateTest";

        assertThat(load(text).sha256()).isEqualTo(load(HEADER + THREE).sha256());
    }

    @Test
    void hashesContentAndNotOnlyPixels() {
        String other = row(2, 1, "Training") + row(0, 2, "PublicTest") + row(6, 3, "PrivateTest");

        assertThat(load(HEADER + other).sha256())
                .isNotEqualTo(load(HEADER + THREE).sha256());
    }

    @Test
    void keepsChosenClassesInTheOrderChosen() {
        Dataset train = load(
                        HEADER + row(0, 1, "Training") + row(4, 2, "Training") + row(3, 3, "Training"),
                        LoadOptions.defaults().withClasses(List.of("happy", "angry")))
                .split(Split.TRAIN);

        assertThat(train.classes()).containsExactly("happy", "angry");
        assertThat(train.size()).isEqualTo(2);
        assertThat(new int[] {train.label(0), train.label(1)}).containsExactly(1, 0);
        assertThat(train.id(1)).isEqualTo("row 2");
    }

    @Test
    void resizesWhereAnotherSizeIsAsked() {
        Dataset train = load(
                        HEADER + "0," + "8 ".repeat(2304) + ",Training\n",
                        LoadOptions.defaults().withSize(24, 12))
                .split(Split.TRAIN);

        assertThat(train.pixels()).hasSize(24 * 12).containsOnly(8);
    }

    @Test
    void keepsRowsApartBeyondOneBlock() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 300; i++) {
            text.append(row(i % 7, i, "Training"));
        }
        Dataset train = load(text.toString()).split(Split.TRAIN);

        assertThat(train.size()).isEqualTo(300);
        assertThat(train.label(299)).isEqualTo(299 % 7);
        assertThat(train.pixels()[299 * 2304] & 0xFF).isEqualTo(Tables.pixel(299, 0));
    }

    @Test
    void tellsProgressUpToTheEnd() {
        List<Double> told = new ArrayList<>();
        load(HEADER + THREE.repeat(20), LoadOptions.defaults().withProgress(told::add));

        assertThat(told).isSorted().last().isEqualTo(1.0);
    }

    @Test
    void refusesAMissingFile() {
        Path missing = folder.resolve("no.csv");

        assertThatThrownBy(() -> DataLoader.load(missing, LoadOptions.defaults()))
                .isInstanceOf(DataException.class)
                .hasMessage(missing
                        + ": no such file or folder: expected fer2013.csv, fer2013.csv.gz or a folder of pictures");
    }

    @Test
    void refusesAnEmptyFile() {
        refused("", "fer.csv is empty: expected a header emotion,pixels,Usage and rows: download it again");
    }

    @Test
    void refusesAnEmptyFileInsideGzip() {
        Path file = Tables.write(folder, "fer.csv.gz", Tables.gzip(""));

        assertThatThrownBy(() -> DataLoader.load(file, LoadOptions.defaults()))
                .hasMessage("fer.csv.gz is empty: expected a header emotion,pixels,Usage and rows: download it again");
    }

    @Test
    void refusesAHeaderWithoutRows() {
        refused(HEADER, "fer.csv, line 2: expected rows after the header but the file ends: download it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"emotion,pixels", "id,text", "emotion,pixels,Usage,Usage", "0,1 2 3,Training"})
    void refusesAWrongHeader(String header) {
        refused(
                header + "\n" + THREE,
                "fer.csv, line 1: expected a header with the columns emotion, pixels and Usage but got \"" + header
                        + "\": is this FER2013's fer2013.csv or icml_face_data.csv?");
    }

    @ParameterizedTest
    @CsvSource({"2303", "2305", "0"})
    void refusesAWrongNumberOfPixels(int n) {
        refused(
                HEADER + row(0, 1, "Training") + "1," + pixels(1, n) + ",Training\n",
                "fer.csv, line 3: expected 2304 pixels (48×48) but got " + n + ": mend or delete the row");
    }

    @ParameterizedTest
    @CsvSource({"256", "-1", "abc", "1.5", "0x7", "99999999999", "12a"})
    void refusesWhatIsNoGreyValue(String value) {
        refused(
                HEADER + "1,7 " + value + " " + pixels(1, 2302) + ",Training\n",
                "fer.csv, line 2: expected grey values 0…255 but pixel 2 is \"" + value + "\": mend or delete the row");
    }

    @ParameterizedTest
    @CsvSource({"9", "7", "-1", "happy", "''", "10"})
    void refusesAnUnknownLabel(String label) {
        refused(
                HEADER + label + "," + pixels(1) + ",Training\n",
                "fer.csv, line 2: expected an emotion 0…6 (angry, disgust, fear, happy, sad, surprise, neutral) but got \""
                        + label + "\": mend or delete the row");
    }

    @Test
    void refusesAnUnknownUsage() {
        refused(
                HEADER + row(0, 1, "Training") + row(0, 1, "Trainin"),
                "fer.csv, line 3: expected the usage Training, PublicTest or PrivateTest but got \"Trainin\":"
                        + " mend or delete the row");
    }

    @Test
    void refusesTooFewAndTooManyColumns() {
        refused(
                HEADER + "0," + pixels(1) + "\n",
                "fer.csv, line 2: expected 3 columns but got only 2: mend or delete the row");
        refused(
                HEADER + "0," + pixels(1) + ",Training,1\n",
                "fer.csv, line 2: expected 3 columns but got more: mend or delete the row");
    }

    @Test
    void refusesATruncatedGzip() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 40; i++) {
            text.append(row(i % 7, i, "Training"));
        }
        byte[] whole = Tables.gzip(text.toString());
        Path file = Tables.write(folder, "fer.csv.gz", Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> DataLoader.load(file, LoadOptions.defaults()))
                .isInstanceOf(DataException.class)
                .message()
                .matches("fer\\.csv\\.gz, line \\d+: expected a whole gzip file but it is cut short or damaged"
                        + " \\(Unexpected end of ZLIB input stream\\): copy or download it again");
    }

    @Test
    void refusesAGzipCutWithinItsHeader() {
        Path file = Tables.write(folder, "fer.csv.gz", new byte[] {0x1F, (byte) 0x8B, 8});

        assertThatThrownBy(() -> DataLoader.load(file, LoadOptions.defaults()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("fer.csv.gz, line 1: expected a whole gzip file");
    }

    @Test
    void refusesUnknownClasses() {
        assertThatThrownBy(() -> load(HEADER + THREE, LoadOptions.defaults().withClasses(List.of("happy", "joyful"))))
                .isInstanceOf(DataException.class)
                .hasMessage("fer.csv: expected classes out of angry, disgust, fear, happy, sad, surprise, neutral"
                        + " but got \"joyful\"");
    }

    @Test
    void refusesASingleClass() {
        assertThatThrownBy(() -> LoadOptions.defaults().withClasses(List.of("happy")))
                .isInstanceOf(DataException.class)
                .hasMessage("classes keeps only happy: at least two are needed to tell apart");
    }

    @Test
    void refusesAClassNamedTwice() {
        assertThatThrownBy(() -> LoadOptions.defaults().withClasses(List.of("happy", "sad", "happy")))
                .isInstanceOf(DataException.class)
                .hasMessage("classes names one twice: happy, sad, happy: name each once");
    }

    @Test
    void refusesAChoiceThatLeavesNoRow() {
        assertThatThrownBy(() -> load(HEADER + THREE, LoadOptions.defaults().withClasses(List.of("fear", "sad"))))
                .isInstanceOf(DataException.class)
                .hasMessage("fer.csv: none of its 3 rows is of the classes fear, sad: choose others");
    }

    @Test
    void saysWhichSplitsThereAre() {
        DataSource source = load(HEADER + row(0, 1, "Training") + row(1, 2, "PublicTest"));

        assertThat(source.has(Split.TEST)).isFalse();
        assertThatThrownBy(() -> source.split(Split.TEST))
                .isInstanceOf(DataException.class)
                .hasMessage("fer.csv: expected pictures of PrivateTest but there are only those of"
                        + " Training (1), PublicTest (1)");
    }

    @Test
    void writtenTablesReadBackAlike() {
        DataSource source = SyntheticFaces.generate(9, 3, 2, 5);
        Path plain = folder.resolve("faces.csv");
        Path compressed = folder.resolve("faces.csv.gz");
        FerCsvWriter.write(source, plain);
        FerCsvWriter.write(source, compressed);

        assertThat(DataLoader.load(plain, LoadOptions.defaults()).sha256()).isEqualTo(source.sha256());
        assertThat(DataLoader.load(compressed, LoadOptions.defaults()).sha256()).isEqualTo(source.sha256());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("faces.csv", "faces.csv.gz");
    }
}
