package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.data.Augmentation;
import org.pellucid.data.Batches;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.data.SyntheticFaces;

/**
 * The figures in {@code docs/figures} are those the program draws. After a change that is meant, write them anew:
 * {@code mvn test -Dtest=DocsFiguresTest -Dpellucid.figures=write}.
 */
class DocsFiguresTest {
    private static final Path FIGURES = Path.of("docs/figures");
    private static final boolean WRITE = "write".equals(System.getProperty("pellucid.figures"));
    private static final Map<String, Figure> DRAWN = DocsFigures.all();
    private static final String AUGMENTATION = "augmentation.png";
    private static final int ZOOM = 2;

    private static Set<String> names() {
        return DRAWN.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFigureIsTheOneTheProgramDraws(String name) throws IOException {
        Path file = FIGURES.resolve(name + ".svg");
        String drawn = DRAWN.get(name).svg();
        if (WRITE) {
            Files.writeString(file, drawn);
        }

        assertThat(file).content().isEqualTo(drawn);
    }

    /** A face as it is, then as the standard augmentation varies it in eleven epochs: two rows of six. */
    private static BufferedImage augmented() {
        Dataset happy = SyntheticFaces.generate(4, 0, 0, 1).split(Split.TRAIN).subset(new int[] {3});
        int edge = happy.height();
        BufferedImage sheet = new BufferedImage(6 * edge * ZOOM, 2 * edge * ZOOM, BufferedImage.TYPE_BYTE_GRAY);
        Batches varied = new Batches(happy, Standardisation.none(), Augmentation.standard(), 1, 1);
        Batches plain = Batches.inOrder(happy, Standardisation.none(), 1);
        float[] x = new float[happy.pictureSize()];
        for (int k = 0; k < 12; k++) {
            (k == 0 ? plain : varied).fill(k, 0, x, null, null);
            for (int p = 0; p < x.length * ZOOM * ZOOM; p++) {
                int row = p / (edge * ZOOM);
                int column = p % (edge * ZOOM);
                int grey = Math.round(x[row / ZOOM * edge + column / ZOOM]);
                sheet.getRaster().setSample(k % 6 * edge * ZOOM + column, k / 6 * edge * ZOOM + row, 0, grey);
            }
        }
        return sheet;
    }

    @Test
    void theAugmentedFacesAreThoseTheProgramMakes() throws IOException {
        BufferedImage drawn = augmented();
        if (WRITE) {
            ImageIO.write(drawn, "png", FIGURES.resolve(AUGMENTATION).toFile());
        }
        BufferedImage kept = ImageIO.read(FIGURES.resolve(AUGMENTATION).toFile());

        int[] pixels = drawn.getRaster().getPixels(0, 0, drawn.getWidth(), drawn.getHeight(), (int[]) null);
        assertThat(kept.getRaster().getPixels(0, 0, drawn.getWidth(), drawn.getHeight(), (int[]) null))
                .containsExactly(pixels);
    }

    @Test
    void noFigureIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.list(FIGURES)) {
            Set<String> kept = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            Set<String> drawn = names().stream().map(name -> name + ".svg").collect(Collectors.toSet());
            drawn.add(AUGMENTATION);

            assertThat(kept).isEqualTo(drawn);
        }
    }
}
