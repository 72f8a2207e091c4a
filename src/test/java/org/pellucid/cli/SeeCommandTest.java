package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.data.ContactSheet;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.SyntheticFaces;

class SeeCommandTest {
    @TempDir
    Path folder;

    private final Terminal terminal = new Terminal();
    private Path face;

    @BeforeEach
    void drawAFace() throws IOException {
        face = folder.resolve("face.png");
        Dataset drawn = SyntheticFaces.generate(7, 0, 0, 1).split(Split.TRAIN);
        BufferedImage sheet = ContactSheet.of(drawn, 1, 1);
        ImageIO.write(sheet.getSubimage(3 * 48, 0, 48, 48), "png", face.toFile());
    }

    private int see(String... more) {
        String[] args = new String[more.length + 6];
        System.arraycopy(
                new String[] {"see", "--out", folder.toString(), "--gemm", "reference", "--threads=1"}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return terminal.run(args);
    }

    @Test
    void aPictureIsSeenInEveryWay() {
        assertThat(see(
                        "--model",
                        "lenet",
                        "--image",
                        face.toString(),
                        "--climb",
                        "2",
                        "--samples",
                        "2",
                        "--occluder=24"))
                .isZero();

        for (String name : new String[] {"filters", "maps-conv1", "maps-avgpool2", "saliency", "classes"}) {
            assertThat(folder.resolve(name + ".png")).isNotEmptyFile();
            assertThat(folder.resolve(name + ".svg"))
                    .content()
                    .startsWith("<svg")
                    .contains("</svg>");
        }
        assertThat(folder.resolve("saliency.svg")).content().contains("Grad-CAM at tanh2");
    }

    @Test
    void theClassAskedAboutIsNamed() {
        see(
                "--model",
                "lenet",
                "--image",
                face.toString(),
                "--climb",
                "0",
                "--samples=1",
                "--occluder=24",
                "--label",
                "fear");

        assertThat(folder.resolve("saliency.svg")).content().contains("Why fear?");
        assertThat(folder.resolve("classes.svg")).doesNotExist();
    }

    @Test
    void aModelWithoutConvolutionsIsSeenWithoutThem() {
        assertThat(see("--model", "softmax-regression", "--image", face.toString(), "--climb", "1", "--samples", "1"))
                .isZero();

        assertThat(folder.resolve("filters.svg")).doesNotExist();
        assertThat(folder.resolve("saliency.svg")).content().doesNotContain("Grad-CAM");
    }

    @Test
    void thePicturesOnTheFenceAreFound() {
        assertThat(see("--model", "softmax-regression", "--climb", "0", "--data", "synthetic:7,7,14", "--nearest", "3"))
                .isZero();

        assertThat(folder.resolve("boundary.svg")).content().contains("On the fence");
        assertThat(terminal.out()).contains("; true ");
    }

    @Test
    void anUnknownClassAndAnUnknownLayerAreRefused() {
        assertThat(see("--model", "lenet", "--image", face.toString(), "--label", "joy"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--label expects one of angry").contains("'joy'");

        assertThat(see(
                        "--model",
                        "lenet",
                        "--image",
                        face.toString(),
                        "--climb",
                        "0",
                        "--samples",
                        "1",
                        "--layer",
                        "c9"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("one of conv1");
    }
}
