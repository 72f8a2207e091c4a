package org.pellucid.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkJsonTest {
    private static List<String> models() {
        return NamedModels.names();
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsWrittenIsReadBackEqual(String name) {
        NetworkSpec spec = NamedModels.create(name, NamedModels.FACE, 7);

        assertThat(NetworkJson.read(NetworkJson.write(spec), name)).isEqualTo(spec);
    }

    @Test
    void everyFieldSurvivesTheRoundTrip() {
        NetworkSpec spec = new NetworkSpec(
                "all \"quoted\"",
                new Shape(4, 20, 24),
                List.of(
                        new Conv2dSpec(
                                8, new Size(3, 5), new Size(2, 1), Padding.of(1, 2, 3, 4), new Size(1, 2), 2, false),
                        new ActivationSpec.LeakyRelu(0.2),
                        new SeparableConv2dSpec(6, Size.of(3), Size.of(2), Padding.of(1), true),
                        new ActivationSpec.Elu(0.5),
                        new AvgPool2dSpec(new Size(2, 3), new Size(1, 2), Padding.SAME),
                        new BatchNormSpec(1e-3, 0.01),
                        new SqueezeExciteSpec(3, new ActivationSpec.Silu()),
                        new ResidualSpec(
                                List.of(Conv2dSpec.of(6, 3), new ActivationSpec.Tanh()),
                                List.of(Conv2dSpec.of(6, 1), new ActivationSpec.Sigmoid())),
                        new MaxPool2dSpec(Size.of(2), Size.of(1), Padding.of(0)),
                        new GlobalAvgPoolSpec(),
                        new DropoutSpec(0.25),
                        new DenseSpec(5, false)));

        assertThat(NetworkJson.read(NetworkJson.write(spec), "test")).isEqualTo(spec);
    }

    @Test
    void writtenFormIsReadable() {
        NetworkSpec spec = NamedModels.create("softmax-regression", NamedModels.FACE, 7);

        assertThat(NetworkJson.write(spec)).isEqualTo("""
                        {
                          "name": "softmax-regression",
                          "input": [1, 48, 48],
                          "layers": [
                            {"type": "flatten"},
                            {"type": "dense", "units": 7}
                          ]
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'conv3d'} | m.json: layers[0] has the unknown type 'conv3d': expected one of avg-pool2d",
                "{'type':'dense'} | m.json: layers[0] expects the field 'units' but has none",
                "{'type':'dense','units':'x'} | m.json: layers[0].units expects a whole number but gets \"x\"",
                "{'type':'dense','units':7,'unit':7} | m.json: layers[0] has the unknown field 'unit'",
                "{'type':'dense','units':7} | m.json: dense1 expects a vector but gets 1×8×8: put flatten",
                "{'type':'dropout','rate':1} | m.json: dropout expects a rate of at least 0 and less than 1",
                "7 | m.json: layers[0] expects an object but gets 7",
                "{'type':'conv2d','out':7,'kernel':9} | m.json: conv1 expects a padded picture of at least 9×9",
                "{'type':'conv2d','out':7,'kernel':3,'groups':2} | m.json: conv1 expects groups that divide its 1 input",
                "{'type':'relu'} | m.json: network 'm' expects to end in one number a class but ends in 1×8×8",
            })
    void mistakesAreNamed(String layer, String message) {
        String json = "{'name':'m','input':[1,8,8],'layers':[" + layer + "]}";

        assertThatThrownBy(() -> NetworkJson.read(json.replace('\'', '"'), "m.json"))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> NetworkJson.read("{", "m.json"))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("m.json is not JSON: ");
    }
}
