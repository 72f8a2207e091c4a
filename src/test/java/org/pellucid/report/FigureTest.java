package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pellucid.model.ModelException;
import org.w3c.dom.Document;

class FigureTest {
    @TempDir
    Path folder;

    private static double step(Ramp ramp, int from, int to) {
        double[] a = Palette.oklab(new Color(ramp.rgb(from / 254.0)));
        double[] b = Palette.oklab(new Color(ramp.rgb(to / 254.0)));
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Ramp.class,
            names = {"VIRIDIS", "DIVERGING"})
    void equalStepsLookEqual(Ramp ramp) {
        double first = step(ramp, 0, 18);
        for (int i = 1; i < 14; i++) {
            // A chord is a little shorter than its arc, and 8 bits a channel move each end.
            // In the middle a diverging scale turns back.
            if (i != 7 || ramp != Ramp.DIVERGING) {
                assertThat(step(ramp, 18 * i, 18 * i + 18)).isCloseTo(first, within(0.1 * first));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Ramp.class,
            names = {"VIRIDIS", "GREY"})
    void lightnessRises(Ramp ramp) {
        for (int i = 0; i < 252; i++) {
            assertThat(Palette.luminance(new Color(ramp.rgb((i + 3) / 255.0))))
                    .isGreaterThan(Palette.luminance(new Color(ramp.rgb(i / 255.0))));
        }
    }

    @Test
    void zeroIsTheMiddleOfADivergingScale() {
        Scale scale = Scale.diverging(new double[] {-1, 0, 3});

        assertThat(scale.low()).isEqualTo(-3);
        assertThat(new Color(scale.rgb(0)).getBlue()).isGreaterThan(240);
    }

    @Test
    void aScaleOfEqualValuesIsAScale() {
        assertThat(Scale.sequential(new double[] {2, 2}).high()).isGreaterThan(2);
        assertThat(Scale.diverging(new double[] {0}).high()).isGreaterThan(0);
        assertThat(Scale.fromZero(new double[] {0, 0}).high()).isGreaterThan(0);
    }

    @Test
    void svgAndPngAreBothWritten() throws Exception {
        Figure figure = new Figure(60, 40, "a < b & \"c\"")
                .box(10, 10, 20, 20, Color.RED, null, 0)
                .text("x < y", 5, 8, 9, Figure.Anchor.START, Color.BLACK)
                .line(new double[] {0, 5, 10}, new double[] {0, Double.NaN, 3}, Color.BLUE, 1);

        List<Path> files = figure.save(folder, "figure");

        BufferedImage image = ImageIO.read(files.get(0).toFile());
        assertThat(image.getWidth()).isEqualTo(120);
        assertThat(image.getRGB(40, 40) & 0xFFFFFF).isEqualTo(0xFF0000);
        Document svg = parse(Files.readString(files.get(1)));
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a < b & \"c\"");
    }

    @Test
    void aRasterIsEnlargedPixelByPixel() {
        BufferedImage two = new Scale(Ramp.GREY, 0, 1).picture(new double[] {0, 1}, 1, 2);

        BufferedImage drawn = new Figure(20, 10, "").raster(two, 0, 0, 20, 10).image();

        assertThat(drawn.getRGB(18, 10) & 0xFF).isZero();
        assertThat(drawn.getRGB(21, 10) & 0xFF).isEqualTo(255);
    }

    @Test
    void sheetsHoldEveryMapAndTheEndsOfTheirScale() throws Exception {
        Figure sheet = Sheet.maps(
                "t",
                List.of("n"),
                List.of(new double[] {-2, 1}, new double[] {0, 2}, new double[] {1, 1}),
                1,
                2,
                new Scale(Ramp.DIVERGING, -2, 2));

        Document svg = parse(sheet.svg());
        assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(3 + 1);
        assertThat(svg.getDocumentElement().getTextContent()).contains("−2.0").contains("2.0");
    }

    @Test
    void ticksOfAScaleReadApart() {
        assertThat(Sheet.number(0.00125, 0.00025)).isEqualTo("1.3e−03");
        assertThat(Sheet.number(0.25, 0.25)).isEqualTo("0.25");
        assertThat(Sheet.number(-1e-18, 0.5)).isEqualTo("0");
        assertThat(Sheet.number(1250, 625)).isEqualTo("1250");
    }

    @Test
    void enlargingKeepsCentresAndIsStraightBetweenThem() {
        assertThat(Enlarge.bilinear(new double[] {0, 4}, 1, 2, 1, 4)).containsExactly(0, 1, 3, 4);
        assertThat(Enlarge.bilinear(new double[] {7}, 1, 1, 2, 2)).containsExactly(7, 7, 7, 7);
    }

    @Test
    void writingElsewhereThanInAFolderFails() {
        assertThatThrownBy(() -> new Figure(1, 1, "").save(folder.resolve("none"), "x"))
                .isInstanceOf(ModelException.class);
    }
}
