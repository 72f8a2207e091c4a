package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.model.ModelException;

class ChartsTest {
    private static final int BLUE = 0x0072B2;
    /** The name of the chunk pHYs, then 11811 pixels a metre both ways and the unit 1, metre. */
    private static final String PHYS = "70485973" + "00002e23" + "00002e23" + "01";

    private static final int VERMILLION = 0xD55E00;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12, 100})
    void curvesShowEveryLineAtAnyNumberOfEpochs(int epochs) throws IOException {
        Path png = folder.resolve("accuracy.png");
        double[] rising = new double[epochs];
        double[] falling = new double[epochs];
        for (int i = 0; i < epochs; i++) {
            rising[i] = 0.3 + 0.3 * i / epochs;
            falling[i] = 0.7 - 0.3 * i / epochs;
        }
        List<Curve> curves = List.of(
                new Curve("training", epochs(epochs), rising), new Curve("validation", epochs(epochs), falling));

        Charts.curves(png, "Accuracy", "accuracy", curves, OptionalInt.of(epochs));

        BufferedImage image = read(png, 1600, 1000);
        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        // Left of the names, so that what is found is drawn by the data.
        assertThat(colours(image, 1300)).contains(BLUE, VERMILLION);
    }

    @Test
    void aLonePointBetweenGapsShows() throws IOException {
        Path png = folder.resolve("loss.png");
        double[] y = new double[40];
        Arrays.fill(y, Double.NaN);
        y[20] = 1;
        y[30] = Double.POSITIVE_INFINITY;

        Charts.curves(png, "Loss", "loss", List.of(new Curve("", epochs(40), y)), OptionalInt.empty());

        assertThat(colours(read(png, 1600, 1000), 1600)).contains(BLUE);
    }

    @Test
    void curvesWithoutAnyValueStillMakeAChart() throws IOException {
        Path png = folder.resolve("loss.png");
        Charts.curves(
                png, "Loss", "loss", List.of(new Curve("training", new double[0], new double[0])), OptionalInt.of(3));
        assertThat(colours(read(png, 1600, 1000), 1600)).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 60})
    void confusionShowsItsShades(int k) throws IOException {
        Path png = folder.resolve("confusion.png");
        int[][] counts = new int[k][k];
        for (int i = 0; i < k; i++) {
            counts[i][i] = 10;
        }
        List<String> classes = IntStream.range(0, k)
                .mapToObj(i -> "a rather long name of class " + i)
                .toList();

        Charts.confusion(png, "Confusion", classes, counts);

        assertThat(colours(read(png, 1600, 1440), 1300))
                .contains(Palette.shade(1).getRGB() & 0xFFFFFF);
    }

    @Test
    void aRowWithoutExamplesIsGrey() throws IOException {
        Path png = folder.resolve("confusion.png");
        Charts.confusion(png, "Confusion", List.of("happy", "sad"), new int[][] {{3, 1}, {0, 0}});
        assertThat(colours(read(png, 1600, 1440), 1300)).contains(Palette.EMPTY.getRGB() & 0xFFFFFF);
    }

    @Test
    void theFileKnowsThatItHas300DotsAnInch() throws IOException {
        Path png = folder.resolve("confusion.png");
        Charts.confusion(png, "Confusion", List.of("happy"), new int[][] {{3}});
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(png))).contains(PHYS);
    }

    @Test
    void anOldChartIsReplaced() throws IOException {
        Path png = folder.resolve("confusion.png");
        Files.writeString(png, "old");
        Charts.confusion(png, "Confusion", List.of("happy"), new int[][] {{3}});
        read(png, 1600, 1440);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aMissingFolderIsNamedAndNothingRemains() {
        Path png = folder.resolve("missing").resolve("confusion.png");
        assertThatThrownBy(() -> Charts.confusion(png, "Confusion", List.of("happy"), new int[][] {{3}}))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot write " + png + ": no such file or folder: ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailedMoveLeavesNothingHalfWritten() throws IOException {
        Path taken = folder.resolve("confusion.png");
        Files.createDirectories(taken.resolve("inside"));
        assertThatThrownBy(() -> Charts.confusion(taken, "Confusion", List.of("happy"), new int[][] {{3}}))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot write " + taken);
        assertThat(folder.toFile().list()).containsExactly("confusion.png");
    }

    @Test
    void refusesWhatDoesNotAgree() {
        Path png = folder.resolve("chart.png");
        assertThatThrownBy(() -> Charts.curves(png, "Loss", "loss", List.of(), OptionalInt.empty()))
                .hasMessage("chart 'Loss' expects at least one curve but gets none");
        assertThatThrownBy(() -> Charts.confusion(png, "", List.of("a", "b"), new int[][] {{1, 2}}))
                .hasMessageContaining("of 2 classes [a, b] expects as many rows, at least 1, but gets 1");
        assertThatThrownBy(() -> Charts.confusion(png, "", List.of("a"), new int[][] {{1, 2}}))
                .hasMessage("confusion matrix expects 1 counts in row 'a' but gets 2");
        assertThatThrownBy(() -> Charts.confusion(png, "", List.of("a"), new int[][] {{-1}}))
                .hasMessage("confusion matrix expects counts of at least 0 but row 'a' has -1");
        assertThatThrownBy(() -> new Curve("c", new double[1], new double[2]))
                .hasMessage("curve 'c' expects as many y as x but gets 1 x and 2 y");
        assertThatThrownBy(() -> new Curve("c", new double[] {1, 1}, new double[2]))
                .hasMessage("curve 'c' expects finite, rising x but gets 1.0 at index 1");
        assertThat(folder).isEmptyDirectory();
    }

    private static double[] epochs(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i + 1;
        }
        return x;
    }

    private static BufferedImage read(Path png, int width, int height) throws IOException {
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image).isNotNull();
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        return image;
    }

    private static Set<Integer> colours(BufferedImage image, int width) {
        Set<Integer> colours = new HashSet<>();
        for (int rgb : image.getRGB(0, 0, width, image.getHeight(), null, 0, width)) {
            colours.add(rgb & 0xFFFFFF);
        }
        return colours;
    }
}
