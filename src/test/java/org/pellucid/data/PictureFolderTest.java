package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PictureFolderTest {
    @TempDir
    Path root;

    private void picture(String path, int tone) {
        BufferedImage image = new BufferedImage(5, 7, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 35; p++) {
            image.getRaster().setSample(p % 5, p / 5, 0, tone);
        }
        Path file = root.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, path.substring(path.lastIndexOf('.') + 1), file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private DataSource load(String... classes) {
        return DataLoader.load(root, LoadOptions.defaults().withClasses(List.of(classes)));
    }

    private void refused(String message) {
        assertThatThrownBy(this::load)
                .isInstanceOf(DataException.class)
                .hasMessage(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void classesWithoutSplitsAreAllTest() {
        picture("fear/a.png", 10);
        picture("contempt/b.png", 20);
        picture("contempt/c.png", 30);

        DataSource source = load();

        assertThat(source.splits().keySet()).containsExactly(Split.TEST);
        assertThat(source.split(Split.TEST).size()).isEqualTo(3);
        assertThat(source.classes()).containsExactly("fear", "contempt");
    }

    @Test
    void readsSplitsClassesAndPictures() {
        picture("train/happy/b.png", 20);
        picture("train/happy/a.png", 10);
        picture("train/angry/c.png", 30);
        picture("valid/angry/d.png", 40);
        picture("valid/happy/e.jpg", 50);
        picture("test/angry/f.png", 60);
        picture("test/happy/g.png", 70);

        DataSource source = load();

        Dataset train = source.split(Split.TRAIN);
        assertThat(source.classes()).containsExactly("angry", "happy");
        assertThat(train.size()).isEqualTo(3);
        assertThat(List.of(train.id(0), train.id(1), train.id(2)))
                .containsExactly("train/angry/c.png", "train/happy/a.png", "train/happy/b.png");
        assertThat(new int[] {train.label(0), train.label(1), train.label(2)}).containsExactly(0, 1, 1);
        assertThat(train.subset(new int[] {1}).pixels()).hasSize(2304).containsOnly(10);
        assertThat(source.split(Split.VALIDATION).size()).isEqualTo(2);
        assertThat(source.split(Split.TEST).id(1)).isEqualTo("test/happy/g.png");
    }

    @Test
    void takesValAndOrdersUnknownClassesByName() {
        picture("val/zebra/a.png", 1);
        picture("val/ape/a.png", 2);

        DataSource source = load();

        assertThat(source.classes()).containsExactly("ape", "zebra");
        assertThat(source.splits()).containsOnlyKeys(Split.VALIDATION);
    }

    @Test
    void keepsChosenClasses() {
        picture("train/happy/a.png", 1);
        picture("train/sad/a.png", 2);
        picture("train/fear/a.png", 3);

        assertThat(load("sad", "happy").split(Split.TRAIN).id(0)).isEqualTo("train/sad/a.png");
    }

    @Test
    void tellsProgress() {
        picture("train/happy/a.png", 1);
        picture("train/sad/a.png", 2);
        List<Double> told = new ArrayList<>();
        DataLoader.load(root, LoadOptions.defaults().withProgress(told::add));

        assertThat(told).containsExactly(0.5, 1.0);
    }

    @Test
    void refusesAFolderWithoutPictures() {
        refused(root + ": expected pictures in train|validation|test/<class>/*.png|jpg but there is no such folder:"
                + " sort them so");
    }

    @Test
    void refusesASplitWithoutClasses() throws IOException {
        Files.createDirectories(root.resolve("train"));

        refused(root.resolve("train")
                + ": expected a folder for each class (train|validation|test/<class>/*.png|jpg) but there is none:"
                + " sort the pictures so");
    }

    @Test
    void refusesAClassWithoutPictures() throws IOException {
        picture("train/happy/a.png", 1);
        Files.createDirectories(root.resolve("train/sad"));

        refused(root.resolve("train/sad")
                + ": expected pictures (png, jpg, jpeg) but there are none: add some or delete the class"
                + " in every split");
    }

    @Test
    void refusesSplitsOfDifferentClasses() {
        picture("train/happy/a.png", 1);
        picture("train/sad/a.png", 2);
        picture("test/happy/a.png", 3);
        picture("test/fear/a.png", 4);

        refused(root.resolve("test") + ": expected the classes of " + root.resolve("train")
                + " (happy, sad) but got fear, happy: name the folders alike in every split");
    }

    @Test
    void refusesTwoNamesOfOneSplit() {
        picture("val/happy/a.png", 1);
        picture("valid/happy/a.png", 1);

        refused(root + ": expected one folder for each split but got both val and valid: keep one");
    }

    @Test
    void refusesASingleClass() {
        picture("train/happy/a.png", 1);

        refused(root.getFileName() + ": expected at least two classes but there is only happy:"
                + " one class leaves nothing to tell apart");
    }

    @Test
    void refusesAnUnknownClass() {
        picture("train/happy/a.png", 1);
        picture("train/sad/a.png", 2);

        assertThatThrownBy(() -> load("sad", "glum"))
                .isInstanceOf(DataException.class)
                .hasMessage(root.getFileName() + ": expected classes out of happy, sad but got \"glum\"");
    }

    @Test
    void refusesAPngThatIsNotOne() {
        picture("train/happy/a.png", 1);
        Path fake = Tables.write(root, "train/sad/fake.png", "not a picture");

        refused(fake + ": expected a PNG or JPEG picture but its content is neither: replace or delete the file");
    }

    @Test
    void refusesVotesForAFolder() {
        picture("train/happy/a.png", 1);

        assertThatThrownBy(() -> DataLoader.load(
                        root, LoadOptions.defaults().withFerPlus(root.resolve("votes.csv"), FerPlusMode.SOFT)))
                .isInstanceOf(DataException.class)
                .hasMessage(root + ": expected fer2013.csv beside the FER+ votes but got a folder:"
                        + " votes go by row, so give the CSV or leave the votes out");
    }
}
