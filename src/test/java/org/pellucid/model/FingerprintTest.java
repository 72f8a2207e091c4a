package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

class FingerprintTest {
    private static Parameter parameter(String name, float[] data, int... shape) {
        return new Parameter(name, Tensor.of(data, shape), true, true);
    }

    @Test
    void isThatOfAnIndependentImplementation() {
        // Python 3: hashlib.sha256 over struct.pack("<i", …), the name, and struct.pack("<f", …), as the class
        // describes.
        assertThat(Fingerprint.sha256(List.of(
                        parameter("conv1.weight", new float[] {1.5f, -0.0f}, 1, 2),
                        parameter("b", new float[] {0.1f, 2, -3.25f}, 3))))
                .isEqualTo("373a3563b00399718e1f24c71620ae59a1e3df7de3261d6b5d7846b7bd04d15c");
    }

    @Test
    void tellsShapesApart() {
        float[] data = new float[6];

        assertThat(Fingerprint.sha256(List.of(parameter("w", data, 2, 3))))
                .isNotEqualTo(Fingerprint.sha256(List.of(parameter("w", data, 3, 2))));
    }

    @Test
    void tellsOrdersApart() {
        Parameter a = parameter("a", new float[1], 1);
        Parameter b = parameter("b", new float[1], 1);

        assertThat(Fingerprint.sha256(List.of(a, b))).isNotEqualTo(Fingerprint.sha256(List.of(b, a)));
    }

    @Test
    void seesTheLastOfManyWeights() {
        float[] data = new float[40_000];
        float[] other = data.clone();
        other[39_999] = Float.MIN_VALUE;

        assertThat(Fingerprint.sha256(List.of(parameter("w", data, 40_000))))
                .isNotEqualTo(Fingerprint.sha256(List.of(parameter("w", other, 40_000))));
    }
}
