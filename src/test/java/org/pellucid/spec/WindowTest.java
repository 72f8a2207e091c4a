package org.pellucid.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    /** Along one axis: out = ⌊(in + before + after − dilation·(k − 1) − 1) / stride⌋ + 1. */
    @ParameterizedTest
    @CsvSource({
        // in, kernel, stride, dilation, padding, before, out
        "48, 3, 1, 1, same, 1, 48",
        "48, 3, 2, 1, same, 0, 24", // one zero in all, and that goes to the end
        "7, 3, 2, 1, same, 1, 4",
        "5, 2, 1, 1, same, 0, 5",
        "9, 3, 1, 2, same, 2, 9",
        "48, 5, 1, 1, valid, 0, 44",
        "7, 2, 2, 1, valid, 0, 3",
        "48, 7, 2, 1, 3, 3, 24",
        "3, 1, 2, 1, same, 0, 2"
    })
    void sizesFollowTheRule(int in, int kernel, int stride, int dilation, String rule, int before, int out) {
        Padding padding = switch (rule) {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> Padding.of(Integer.parseInt(rule));
        };

        Window window = Window.of(new Shape(1, in, in), Size.of(kernel), Size.of(stride), Size.of(dilation), padding);

        assertThat(window.padTop()).isEqualTo(before);
        assertThat(window.hOut()).isEqualTo(out);
        assertThat(window.wOut()).isEqualTo(out);
    }
}
