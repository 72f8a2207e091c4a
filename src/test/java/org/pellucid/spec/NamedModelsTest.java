package org.pellucid.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedModelsTest {
    /** Counts from the papers' reference implementations, or by hand, for one grey channel and seven classes. */
    @ParameterizedTest
    @CsvSource({
        "seed, 1306375", // 320 + 18,496 + 73,856 + 4608·256+256 + 256·128+128 + 128·7+7
        "softmax-regression, 16135",
        "vgg-wide, 1679607", // 9·(48 + 48² + 48·96 + 96² + 96·192 + 192² + 192·256 + 256²) + 2·2·592 + 256·7+7
        "resnet18, 11173831", // 11,689,512 of 1,000 classes and 3 channels, less 513,000 − 3,591 and 2·49·64
        "efficientnet-b0, 4015939", // 5,288,548 less 1,281,000 − 8,967 and 2·9·32
        "mini-xception, 56951" // 58,423 of the published model less 1,472 running statistics
    })
    void learnedParametersAreThoseOfThePapers(String name, long learned) {
        NetworkSpec spec = NamedModels.create(name, NamedModels.FACE, 7);

        assertThat(spec.cost().parameters()).isEqualTo(learned);
    }

    @Test
    void seedCosts23MillionMacs() {
        NetworkSpec seed = NamedModels.create("seed", NamedModels.FACE, 7);

        long conv1 = 48L * 48 * 32 * 9;
        long conv2 = 24L * 24 * 64 * 32 * 9;
        long conv3 = 12L * 12 * 128 * 64 * 9;
        assertThat(seed.cost().macs()).isEqualTo(conv1 + conv2 + conv3 + 4608 * 256 + 256 * 128 + 128 * 7);
    }

    @Test
    void namesAreUniqueAndTellThePlace() {
        NetworkSpec spec = NamedModels.create("resnet18", NamedModels.FACE, 7);

        assertThat(spec.parameters()).extracting(ParameterSpec::name).doesNotHaveDuplicates();
        assertThat(spec.parameters())
                .extracting(ParameterSpec::name)
                .contains("conv1.weight", "residual3.conv2.weight", "residual3.shortcut.bn1.gamma", "dense1.bias");
    }

    @Test
    void anUnknownModelIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> NamedModels.create("resnet", NamedModels.FACE, 7))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("unknown model 'resnet': expected one of seed, softmax-regression, mlp");
    }

    @Test
    void aResidualNeedsPathsThatMeet() {
        var layers = java.util.List.<LayerSpec>of(ResidualSpec.of(Conv2dSpec.of(8, 3)), new GlobalAvgPoolSpec());

        assertThatThrownBy(() -> new NetworkSpec("n", new Shape(4, 6, 6), layers))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith(
                        "residual1 expects its shortcut to give 8×6×6 like its body but it gives 4×6×6");
    }
}
