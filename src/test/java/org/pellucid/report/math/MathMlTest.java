package org.pellucid.report.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathMlTest {
    private static String inside(String tex) {
        return MathMl.of(tex, false).replaceAll("^<math><mrow>|</mrow></math>$", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '~',
            value = {
                "x@ <mi>x</mi>",
                "0.5@ <mn>0.5</mn>",
                "x_i@ <msub><mi>x</mi><mi>i</mi></msub>",
                "\\beta_1^t@ <msubsup><mi>β</mi><mn>1</mn><mi>t</mi></msubsup>",
                "f'@ <msup><mi>f</mi><mo>′</mo></msup>",
                "\\sum_i^n@ <munderover><mo largeop=\"true\">∑</mo><mi>i</mi><mi>n</mi></munderover>",
                "\\tanh^2 x@ <msup><mi>tanh</mi><mn>2</mn></msup><mspace width=\"0.17em\"/><mi>x</mi>",
                "\\frac{1}{m}@ <mfrac><mrow><mn>1</mn></mrow><mrow><mi>m</mi></mrow></mfrac>",
                "\\sqrt{s}@ <msqrt><mrow><mi>s</mi></mrow></msqrt>",
                "\\text{a < b}@ <mtext>a &lt; b</mtext>",
                "-1@ <mo form=\"prefix\">−</mo><mn>1</mn>",
                "a - 1@ <mi>a</mi><mo>−</mo><mn>1</mn>",
            })
    void translatesWhatItKnows(String tex, String expected) {
        assertThat(inside(tex)).isEqualTo(expected);
    }

    @Test
    void aMinusAfterAFenceThatClosesIsADifference() {
        assertThat(inside("(a) - b")).endsWith("<mo>−</mo><mi>b</mi>");
        assertThat(inside("(-b)")).contains("<mo form=\"prefix\">−</mo><mi>b</mi>");
    }

    @Test
    void aMatrixHasItsRowsAndCells() {
        String matrix = inside("\\begin{pmatrix} 1 & 2 \\\\ 3 & -4 \\end{pmatrix}");

        assertThat(matrix.split("<mtr>", -1)).hasSize(3);
        assertThat(matrix.split("<mtd>", -1)).hasSize(5);
    }

    @Test
    void lettersThatTouchAreOneNameWhereAskedFor() {
        assertThat(inside("dx")).isEqualTo("<mi>d</mi><mi>x</mi>");
        assertThat(MathMl.ofWords("dx")).contains("<mi mathvariant=\"normal\" class=\"word\">dx</mi>");
    }

    @ParameterizedTest
    @CsvSource({"\\foo", "x @ y", "\\begin{cases} a \\end{cases}", "\\frac{1", "x_", "a}", "\\left\\{ a \\right\\}"})
    void refusesWhatItDoesNotKnow(String tex) {
        assertThatThrownBy(() -> MathMl.of(tex, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("formula '" + tex + "'");
    }
}
