package org.pellucid.report.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.inspect.Certificate;
import org.pellucid.inspect.Differences;
import org.pellucid.inspect.Forward;
import org.pellucid.inspect.GradientCheck;
import org.pellucid.inspect.LayerRunner;
import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.inspect.WinogradBounds;
import org.pellucid.report.document.Document;
import org.pellucid.report.document.Html;
import org.pellucid.report.document.Latex;
import org.pellucid.report.document.Markdown;
import org.pellucid.report.document.Numbers;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dGeometry;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.support.EveryKind;
import org.pellucid.textbook.Conv2d;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.Winograd;

/** The numbers of the appendix, computed again from what is printed; and a mistake in the textbook, which it must show. */
class AppendixTest {
    private static final long SEED = 1;

    private static List<NetworkSpec> models() {
        List<NetworkSpec> models = new ArrayList<>(List.of(EveryKind.network()));
        NamedModels.names().forEach(name -> models.add(NamedModels.create(name, NamedModels.FACE, 7)));
        return models;
    }

    private static final Map<NetworkSpec, Appendix> MADE = new HashMap<>();
    private static final List<Arguments> DOCUMENTS = new ArrayList<>();

    private static Appendix appendix(NetworkSpec spec) {
        return MADE.computeIfAbsent(spec, s -> Appendix.of(s, Optional.empty(), Optional.empty(), SEED));
    }

    @BeforeAll
    static void write() {
        DOCUMENTS.addAll(render());
    }

    @AfterAll
    static void forget() {
        MADE.clear();
        DOCUMENTS.clear();
    }

    private static String tex(Appendix appendix) {
        return Latex.files(appendix.document()).get("appendix.tex");
    }

    private static String md(Appendix appendix) {
        return Markdown.files(appendix.document(), "derivation.md").get("derivation.md");
    }

    private static List<Arguments> documents() {
        return DOCUMENTS;
    }

    private static List<Arguments> render() {
        return models().stream()
                .flatMap(spec -> {
                    Appendix appendix = appendix(spec);
                    return Stream.of(
                            Arguments.of(spec.name() + ".tex", tex(appendix), spec),
                            Arguments.of(spec.name() + ".md", md(appendix), spec));
                })
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void theWorkedExamplesAreWhatTheirInputsGive(String name, String text, NetworkSpec spec) {
        Printed printed = new Printed(text);

        int values = new Recount(printed, squeeze(spec)).examples();

        assertThat(values).isGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0.1, 0, false", "0, 2, false", "0.1, 1.5, true"})
    void theLossIsThatOfTheRun(double smoothing, double focus, boolean balanced) {
        Examples examples = new Examples(new TextbookRunner(SEED), SEED);
        Document.Section section = LossPart.section(examples, 7, smoothing, focus, balanced);
        Document document = new Document("loss", "", List.of(section), Sources.ALL);
        String text = Latex.files(document).get("appendix.tex");

        int values = new Recount(new Printed(text), null).examples();

        assertThat(values).isEqualTo(17); // p and dz of two examples and four classes, and L
        assertThat(examples.passed()).isTrue();
        assertThat(text.contains("\\cite{lin2017}")).isEqualTo(focus > 0);
    }

    @Test
    void dropoutThatDropsNothingIsStillShown() {
        NetworkSpec spec = new NetworkSpec(
                "kept", new Shape(1, 2, 2), List.of(new FlattenSpec(), new DropoutSpec(0), new DenseSpec(2, true)));

        String text = tex(appendix(spec));

        assertThat(text).contains("dropout, rate 0", "With $r = 0$ nothing is dropped", "With the rate $r = 0.5$");
        assertThat(new Recount(new Printed(text), null).examples()).isGreaterThan(20);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void theTablesAreWhatTheNetworkGives(String name, String text, NetworkSpec spec) {
        int values = new TablesAgain(new Printed(text), spec).all();

        assertThat(values).isGreaterThan(10);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void theStepsOfTheOptimiserFollowFromItsGradients(String name, String text, NetworkSpec spec) {
        List<List<String>> rows = new Printed(text).table("optimizer");
        double p = Double.parseDouble(rows.get(0).get(6));
        double m = 0;
        double v = 0;
        for (int t = 1; t < rows.size(); t++) {
            List<String> row = rows.get(t);
            double g = Double.parseDouble(row.get(1));
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            double mHat = m / (1 - Math.pow(0.9, t));
            double vHat = v / (1 - Math.pow(0.999, t));
            p -= 0.001 * mHat / (Math.sqrt(vHat) + 1e-8);
            double[] expected = {m, v, mHat, vHat, p};
            for (int c = 0; c < expected.length; c++) {
                Printed.assertRounded(row.get(c + 2), expected[c], "step " + t);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void theNumbersInTheTextAreRight(String name, String text, NetworkSpec spec) {
        Matcher loss = find("\\$\\\\log (\\d+) = ([\\d.]+)\\$", text);
        assertThat(loss.group(1)).isEqualTo(Integer.toString(spec.classes()));
        Printed.assertRounded(loss.group(2), Math.log(spec.classes()), "loss of one who knows nothing");
        if (!text.contains("Winograd’s minimal") && !text.contains("Winograd's minimal")) {
            return;
        }
        Printed printed = new Printed(text);
        double[] d = printed.tensors().get("winograd").get("d").values();
        double[] g = printed.tensors().get("winograd").get("g").values();
        Conv2dGeometry geometry = new Conv2dSpec(1, Size.of(3), Size.of(1), Padding.VALID, Size.of(1), 1, false)
                .geometry(new Shape(1, 6, 6));
        Matcher bound = find("at most \\$([^$]+)\\$ in this example, and of \\$([^$]+)\\$ if", text);
        assertThat(bound.group(1)).isEqualTo(three(max(new WinogradBounds(4).output(geometry, d, g, null))));
        double[] sizes = Conv2d.forward(geometry, absolute(d), absolute(g), null);
        assertThat(bound.group(2)).isEqualTo(three(10 * 0x1p-23 * max(sizes)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void theMatricesOfWinogradAreThoseOfTheTextbook(String name, String text, NetworkSpec spec) {
        if (!text.contains("F4") && !text.contains("B^{\\mathsf T} = ")) {
            return;
        }
        assertThat(matrix("B\\^\\{\\\\mathsf T} = ", text)).isDeepEqualTo(Winograd.F4.bT());
        assertThat(matrix(" G = ", text)).isDeepEqualTo(Winograd.F4.g());
        assertThat(matrix("A\\^\\{\\\\mathsf T} = ", text)).isDeepEqualTo(Winograd.F4.aT());
    }

    @ParameterizedTest
    @MethodSource("models")
    void noFormulaIsLeftUntranslatedOnThePage(NetworkSpec spec) {
        String page = Html.page(appendix(spec).document());

        assertThat(page.substring(page.indexOf("<body>")))
                .doesNotContain("$", "\\", "**", "[@", "src=", "http://", "https://");
        assertThat(page).contains("<math");
    }

    @Test
    void theSymbolsAreThoseOfTheNotation() throws IOException {
        List<String> rows = NotationPart.ROWS.stream()
                .map(row -> "| " + String.join(" | ", row.cells()) + " |")
                .toList();

        assertThat(Files.readAllLines(Path.of("docs/notation.md"))).containsAll(rows);
    }

    @Test
    void everySourceIsCitedBySomeModel() {
        String all = models().stream()
                .map(spec -> Latex.files(appendix(spec).document()).get("references.bib"))
                .reduce("", String::concat);

        assertThat(all).contains("{lecun1998,", "{kingma2015,", "{he2015,", "{hu2018,");
    }

    @Test
    void theCertificateIsPrintedAsItIs() {
        Certificate c = GradientCheck.of(
                        EveryKind.network(),
                        Options.of(Backends.select("reference").backend()).seed(SEED),
                        2)
                .run(done -> {});
        Appendix appendix = Appendix.of(EveryKind.network(), Optional.empty(), Optional.of(c), SEED);

        List<List<String>> rows = new Printed(tex(appendix)).table("certificate");

        assertThat(appendix.passed()).isTrue();
        assertThat(rows.stream().mapToInt(row -> Integer.parseInt(row.get(2))).sum())
                .isEqualTo(c.rows().size());
        List<String> row = rows.stream()
                .filter(one -> one.get(0).equals("conv2d") && one.get(1).equals("weight"))
                .findFirst()
                .orElseThrow();
        List<Differences> found = c.rows().stream()
                .filter(one -> one.type().equals("conv2d") && one.tensor().equals("weight"))
                .map(one -> one.textbook().orElseThrow())
                .toList();
        assertThat(row.get(3))
                .isEqualTo(Integer.toString(
                        found.stream().mapToInt(Differences::samples).sum()));
        assertThat(Double.parseDouble(row.get(5)))
                .isEqualTo(Double.parseDouble(String.format(
                        Locale.ROOT,
                        "%.1e",
                        found.stream().mapToDouble(Differences::worst).max().orElseThrow())));
    }

    /** A textbook that halves what a convolution sends back. */
    private record Mistaken(LayerRunner right) implements LayerRunner {
        @Override
        public Forward forward(Subject subject) {
            return right.forward(subject);
        }

        @Override
        public Passage run(Subject subject) {
            Passage p = right.run(subject);
            double[] dx = p.dx().clone();
            if (subject.node().layer() instanceof Conv2dSpec) {
                dx[0] /= 2;
            }
            return new Passage(p.y(), dx, p.gradients(), p.running());
        }
    }

    @Test
    void aMistakeInTheTextbookIsMarkedAndFails() {
        NetworkSpec spec = NamedModels.create("seed", NamedModels.FACE, 7);

        Appendix wrong =
                Appendix.of(spec, Optional.empty(), Optional.empty(), SEED, new Mistaken(new TextbookRunner(SEED)));

        assertThat(wrong.passed()).isFalse();
        assertThat(tex(wrong)).contains("\\textbf{FAIL}", "value 0 of the gradient of x is");
        assertThat(md(wrong)).contains("**FAIL** The gradients of this example are wrong");
        assertThat(Html.page(wrong.document())).contains("class=\"fail\">FAIL");
        assertThat(appendix(spec).passed()).isTrue();
        assertThat(tex(appendix(spec))).doesNotContain("FAIL");
    }

    @Test
    void theLossOfTheExampleIsCheckedToo() {
        double[] z = {0.1, 0.2};
        double[] t = {1, 0};
        double[] wrong = SoftmaxCrossEntropy.backward(1, 2, z, t, null);
        wrong[1] += 1e-5;

        Check check = Check.of(
                "z",
                moved -> new double[] {SoftmaxCrossEntropy.forward(1, 2, moved, t, null)},
                z,
                new double[] {1},
                wrong);

        assertThat(check.passed()).isFalse();
    }

    private static ActivationSpec squeeze(NetworkSpec spec) {
        return new Inventory(spec)
                .of(SqueezeExciteSpec.class).stream()
                        .map(node -> ((SqueezeExciteSpec) node.layer()).activation())
                        .findFirst()
                        .orElse(null);
    }

    private static Matcher find(String pattern, String text) {
        Matcher m = Pattern.compile(pattern).matcher(text);
        assertThat(m.find()).as(pattern).isTrue();
        return m;
    }

    private static double[][] matrix(String before, String text) {
        String cells = find(before + "\\\\begin\\{pmatrix} (.*?) \\\\end", text).group(1);
        String[] rows = cells.split(" \\\\\\\\ ", -1);
        double[][] values = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            values[i] = Stream.of(rows[i].split(" & ", -1))
                    .mapToDouble(AppendixTest::fraction)
                    .toArray();
        }
        return values;
    }

    private static double fraction(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Double.parseDouble(text)
                : Double.parseDouble(text.substring(0, slash)) / Double.parseDouble(text.substring(slash + 1));
    }

    private static String three(double value) {
        return Numbers.significant(value, 3);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
