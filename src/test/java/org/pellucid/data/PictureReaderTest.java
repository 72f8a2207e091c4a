package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureReaderTest {
    @TempDir
    Path folder;

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private byte[] read(BufferedImage image, int h, int w) throws IOException {
        return PictureReader.read(Tables.write(folder, "a.png", encode(image, "png")), h, w);
    }

    private static BufferedImage colour(int type, int... argb) {
        BufferedImage image = new BufferedImage(argb.length, 1, type);
        for (int x = 0; x < argb.length; x++) {
            image.setRGB(x, 0, argb[x]);
        }
        return image;
    }

    @Test
    void weighsColoursAsStated() throws IOException {
        // 0.299·255 = 76.2, 0.587·255 = 149.7, 0.114·255 = 29.1
        byte[] grey = read(colour(BufferedImage.TYPE_INT_RGB, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0), 1, 5);

        assertThat(grey).containsExactly(76, (byte) 150, 29, (byte) 255, 0);
    }

    @Test
    void laysTransparentPixelsOnWhite() throws IOException {
        byte[] grey = read(colour(BufferedImage.TYPE_INT_ARGB, 0x00000000, 0xFF000000, 0x80000000), 1, 3);

        assertThat(grey).containsExactly((byte) 255, 0, 127);
    }

    @Test
    void keepsStoredGreyValues() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        byte[] expected = new byte[256];
        for (int v = 0; v < 256; v++) {
            image.getRaster().setSample(v % 16, v / 16, 0, v);
            expected[v] = (byte) v;
        }

        assertThat(read(image, 16, 16)).isEqualTo(expected);
    }

    @Test
    void readsDeepGreyAndPalettes() throws IOException {
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x1234);
        deep.getRaster().setSample(1, 0, 0, 0xFF00);
        assertThat(read(deep, 1, 2)).containsExactly(0x12, (byte) 0xFF);

        assertThat(read(colour(BufferedImage.TYPE_BYTE_BINARY, 0xFFFFFFFF, 0xFF000000), 1, 2))
                .containsExactly((byte) 255, 0);
        assertThat(read(colour(BufferedImage.TYPE_BYTE_INDEXED, 0xFFFF0000, 0xFF0000FF), 1, 2))
                .containsExactly(76, 29);
    }

    @Test
    void readsJpeg() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 256; p++) {
            image.setRGB(p % 16, p / 16, 0x808080);
        }
        byte[] grey = PictureReader.read(Tables.write(folder, "a.jpg", encode(image, "jpg")), 16, 16);

        // Quantisation of a flat grey block leaves at most one level of error.
        for (byte v : grey) {
            assertThat(v & 0xFF).isBetween(127, 129);
        }
    }

    @Test
    void refusesAMissingAndAnEmptyFile() {
        Path missing = folder.resolve("none.png");
        Path empty = Tables.write(folder, "empty.png", "");

        assertThatThrownBy(() -> PictureReader.read(missing, 48, 48))
                .isInstanceOf(DataException.class)
                .hasMessage(missing + ": no such file: expected a picture");
        assertThatThrownBy(() -> PictureReader.read(empty, 48, 48))
                .isInstanceOf(DataException.class)
                .hasMessage(empty + " is empty: expected a PNG or JPEG picture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void refusesPicturesCutShort(String format) throws IOException {
        byte[] whole = encode(SyntheticPicture.noise(64, 64), format);
        Path cut = Tables.write(folder, "cut." + format, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> PictureReader.read(cut, 48, 48))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(cut + ": expected a whole picture but it is cut short or damaged (")
                .message()
                .doesNotContain("\n");
    }

    /** A picture that does not compress. */
    private static final class SyntheticPicture {
        static BufferedImage noise(int h, int w) {
            BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
            org.pellucid.tensor.Rng rng = org.pellucid.tensor.Rng.of(1);
            for (int p = 0; p < h * w; p++) {
                image.setRGB(p % w, p / w, rng.nextInt(1 << 24));
            }
            return image;
        }
    }
}
