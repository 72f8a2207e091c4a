package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MicroscopeCommandTest {
    private static final String TINY = """
            {"name": "tiny", "input": [1, 8, 8], "layers": [
              {"type": "conv2d", "out": 2, "kernel": 3}, {"type": "relu"}, {"type": "flatten"},
              {"type": "dense", "units": 3}]}
            """;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();
    private String spec;

    @BeforeEach
    void writeTheNetwork() throws IOException {
        spec = Files.writeString(folder.resolve("tiny.json"), TINY).toString();
    }

    @Test
    void explainsAWeightWithItsStep() {
        int code =
                terminal.run("microscope", "--model", spec, "--layer", "conv1", "--weight", "1,0,2,2", "--lr", "0.01");

        assertThat(terminal.err()).isEmpty();
        assertThat(code).isEqualTo(Failures.OK);
        assertThat(terminal.out())
                .contains("dw[1,0,2,2] of conv1", "dw[o,c,kh,kw] = Σ_{n,oh,ow} dy[n,o,oh,ow] · x[n,c,ih,iw]")
                .contains("textbook's code", "the same", "digits agree", "the step of adam, t = 1: η = 0.01")
                .contains("picture 0: synthetic face 3 (seed 1) as class 0");
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void takesTheLargestNumberIfNoPlaceIsGiven() {
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--input"))
                .isZero();
        assertThat(terminal.out()).contains("no place given: the input of the largest gradient", "[x > 0]");
    }

    @Test
    void printsOneObjectForMachines() {
        int code = terminal.run("microscope", "--model", spec, "--layer", "conv1", "--output", "0,3,3", "--json");

        JsonNode root = JsonMapper.shared().readTree(terminal.out());
        assertThat(code).isZero();
        assertThat(root.get("symbol").asString()).isEqualTo("y[0,0,3,3]");
        assertThat(root.get("agrees").asBoolean()).isTrue();
        double sum = 0;
        for (JsonNode group : root.get("groups")) {
            for (JsonNode term : group.get("terms")) {
                double product = 1;
                for (JsonNode factor : term.get("factors")) {
                    product *= factor.get("value").asDouble();
                }
                assertThat(product).isEqualTo(term.get("value").asDouble());
                sum += product;
            }
        }
        // Ten products of numbers of about 1, summed in another order.
        assertThat(sum).isCloseTo(root.get("textbook").asDouble(), org.assertj.core.api.Assertions.within(1e-13));
    }

    @Test
    void explainsAPictureOfOnesOwn() throws IOException {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 400; i++) {
            image.getRaster().setSample(i % 20, i / 20, 0, i * 7 % 256);
        }
        Path file = folder.resolve("face.png");
        ImageIO.write(image, "png", file.toFile());

        assertThat(terminal.run(
                        "microscope",
                        "--model",
                        spec,
                        "--image",
                        file.toString(),
                        "--label",
                        "2",
                        "--layer",
                        "loss",
                        "--input",
                        "2"))
                .isZero();
        assertThat(terminal.out()).contains("picture 0: face.png as class 2", "dz[0,2] of loss", "p − t");
    }

    @Test
    void looksAtEveryKindOfNumberInInferenceToo() {
        for (String kind : new String[] {"--output", "--weight", "--input", "--bias"}) {
            assertThat(terminal.run("microscope", "--model", spec, "--layer", "dense1", kind, "--mode", "infer"))
                    .as(kind)
                    .isZero();
        }
    }

    @Test
    void saysWhichNumbersThereAre() {
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "conv1", "--output", "2,0,0"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err())
                .isEqualTo("pellucid: conv1 expects an output c of 0…1, h of 0…5, w of 0…5 but gets 2,0,0\n");
    }

    @Test
    void saysWhichLayersThereAre() {
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "conv9"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("no layer 'conv9': expected one of conv1, relu1, flatten1, dense1, loss");
        assertThat(terminal.run("microscope", "--model", spec)).isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("--layer expects one of conv1, relu1");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--weight", "0"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("relu1 has no weights of its own");
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--input", "0,0,0", "--output"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--input", "a,b"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--label", "joy"))
                .isEqualTo(Failures.BAD_INPUT);
        assertThat(terminal.err()).contains("--label expects one of class 0, class 1, class 2");
        assertThat(terminal.run("microscope", "--model", spec, "--layer", "relu1", "--example", "5"))
                .isEqualTo(Failures.BAD_INPUT);
    }
}
