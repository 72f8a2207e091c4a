package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.evaluate.ClassScore;
import org.pellucid.evaluate.Interval;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Reliability;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.evaluate.Temperature;
import org.pellucid.model.Fingerprint;
import org.pellucid.model.Model;
import org.pellucid.train.PredictionStore;

/** What is printed of the models in {@code data/models}, computed again from the predictions that lie beside them. */
class ShippedModelsTest {
    private static final Path MODELS = Path.of("data", "models");

    private static final Path LIST = MODELS.resolve("README.md");

    /** An accuracy with its interval, as the tables have it. */
    private static final Pattern FIGURE = Pattern.compile("0\\.\\d{3} \\(0\\.\\d{3}–0\\.\\d{3}\\)");

    private static List<String> models() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String figure(Metrics m) {
        Interval i = m.accuracyInterval();
        return String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", m.accuracy(), i.low(), i.high());
    }

    private static List<String> figures(String row) {
        return FIGURE.matcher(row).results().map(MatchResult::group).toList();
    }

    private static StoredPredictions whole(String model) {
        return stored(model, PredictionStore.WHOLE);
    }

    private static StoredPredictions stored(String model, String view) {
        return PredictionStore.load(MODELS.resolve(model)).stream()
                .filter(stored -> stored.view().equals(view))
                .findFirst()
                .orElseThrow();
    }

    /** The row of a table that holds a text, its emphasis taken off. */
    private static String row(Path page, String text) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("|") && line.contains(text))
                .findFirst()
                .orElseThrow()
                .replace("**", "");
    }

    @ParameterizedTest
    @MethodSource("models")
    void accuraciesAreThoseOfThePredictions(String model) throws IOException {
        List<String> known = new ArrayList<>();
        for (StoredPredictions stored : PredictionStore.load(MODELS.resolve(model))) {
            known.add(figure(Metrics.of(stored.predictions())));
        }
        List<String> rows = new ArrayList<>();
        rows.add(row(LIST, "[`" + model + "`]"));
        // Other seeds of a recipe have no recipe of their own, and no row in the README.
        if (Files.exists(Path.of("recipes", model + ".json"))) {
            rows.add(row(Path.of("README.md"), "`--recipe " + model + "`"));
        }
        for (String row : rows) {
            assertThat(figures(row))
                    .as(row)
                    .contains(figure(Metrics.of(whole(model).predictions())))
                    .isSubsetOf(known);
        }
    }

    @Test
    void theAccuracyOfTwoTogetherIsThatOfTheMeanOfTheirPredictions() throws IOException {
        List<Predictions> members = Stream.of("vgg-wide-7-sharp", "vgg-wide-7-sharp-2")
                .map(model -> stored(model, "twenty").predictions())
                .toList();
        String together = figure(Metrics.of(Predictions.mean(members)));

        for (Path page : List.of(LIST, Path.of("README.md"))) {
            assertThat(figures(row(page, "together with its second seed"))).containsExactly(together);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theCardIsOfTheModelAndOfThePredictions(String model) throws IOException {
        String card = Files.readString(MODELS.resolve(model).resolve("MODEL_CARD.md"));
        StoredPredictions stored = whole(model);
        Metrics m = Metrics.of(stored.predictions());
        Model loaded = Model.load(MODELS.resolve(model));

        assertThat(Fingerprint.sha256(loaded.weights()))
                .isEqualTo(loaded.provenance().weightsSha256());
        assertThat(card)
                .contains(
                        loaded.provenance().weightsSha256(), loaded.provenance().dataSha256())
                .contains(String.format(Locale.ROOT, "PublicTest: accuracy %.4f (", m.accuracy()))
                .contains(String.format(
                        Locale.ROOT, "macro-F1 %.4f, top-2 %.4f, log loss %.4f.", m.macroF1(), m.top2(), m.loss()))
                .contains(String.format(
                        Locale.ROOT,
                        "expected calibration error %.4f over 15 bins; the temperature of the lowest log loss on these pictures is %.3f.",
                        Reliability.of(stored.predictions(), 15).ece(),
                        Temperature.fit(stored.predictions()).value()));
        for (ClassScore s : m.perClass()) {
            assertThat(card)
                    .contains(String.format(
                            Locale.ROOT, "%s: precision %.4f, recall %.4f, F1", s.name(), s.precision(), s.recall()));
        }
        assertThat(loaded.provenance().dataSha256()).startsWith(stored.data());
    }
}
