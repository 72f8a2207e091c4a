package org.pellucid.report.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.inspect.Formulas;
import org.pellucid.inspect.LossRule;
import org.pellucid.spec.Node;
import org.pellucid.support.EveryKind;
import org.xml.sax.InputSource;

class MathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "y_{n,o} = b_{o} + \\sum_{c,kh} x_{n,c} \\cdot w_{o,c} @ y[n,o] = b[o] + Σ_{c,kh} x[n,c] · w[o,c]",
                "\\frac{1}{m} \\sum_{h,w} x_{h,w} @ 1/m · Σ_{h,w} x[h,w]",
                "L = -\\frac{1}{n} \\sum_{i} t_{i} (1 - p_{i})^{\\gamma} \\log p_{i} @ L = −1/n · Σ_{i} t[i] (1 − p[i])^γ log p[i]",
                "\\frac{1}{1 + e^{-x}} @ 1 / (1 + e^(−x))",
                "\\frac{d\\hat x}{\\sqrt{\\sigma^2 + \\varepsilon}} @ dx̂ / √(σ² + ε)",
                "d\\sigma^2 \\cdot \\frac{2 (x - \\mu)}{m} @ dσ² · 2(x − μ) / m",
                "\\frac{p - t}{n} @ (p − t) / n",
                "dy \\cdot (1 - \\tanh^2 x) @ dy · (1 − tanh² x)",
                "\\alpha e^{x} @ α e^x",
                "dx_{\\text{body}} @ dx_body",
                "\\text{body}'(dy) @ body′(dy)",
                "\\left( \\prod_{i}^{n} a \\right) @ (∏_{i}^{n} a)",
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} @ [1, 2; 3, 4]"
            })
    void formulasFitALine(String tex, String expected) {
        assertThat(PlainMath.of(tex)).isEqualTo(expected);
    }

    private static Stream<String> formulas() {
        Stream<Formulas> layers = EveryKind.network().nodes().stream()
                .flatMap(node -> node.flatten().stream())
                .map(Node::layer)
                .flatMap(layer -> Stream.of(Formulas.of(layer, true), Formulas.of(layer, false)));
        return Stream.concat(
                        layers,
                        Stream.of(
                                Formulas.of(LossRule.CROSS_ENTROPY),
                                Formulas.of(new LossRule(0.1, 2, List.of())),
                                Formulas.of(new LossRule(0, 0, List.of(1.0, 2.0))),
                                Formulas.of(new LossRule(0, 2, List.of(1.0, 2.0)))))
                .map(Formulas::all)
                .flatMap(List::stream)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void everyFormulaOfALayerIsWellFormedMathMl(String tex) {
        InputSource source = new InputSource(new StringReader(MathMl.ofWords(tex)));

        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(source))
                .doesNotThrowAnyException();
        assertThat(PlainMath.of(tex)).doesNotContain("\\", "{}", "  ");
    }

    @Test
    void refusesWhatItCannotTypeset() {
        assertThatThrownBy(() -> MathMl.ofWords("\\int x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\\int");
        assertThatThrownBy(() -> MathMl.ofWords("x_{a")).isInstanceOf(IllegalArgumentException.class);
    }
}
