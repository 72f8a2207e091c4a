package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pellucid.evaluate.Bootstrap;
import org.pellucid.evaluate.Comparison;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.Sample;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.Model;
import org.pellucid.train.PredictionStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recipes, the looks at the test split, views, ensembles, half precision. */
class StudyCommandsTest {
    @TempDir
    private static Path shared;

    private static Path faces;
    private static Path first;
    private static Path second;

    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    private static String[] training(Path out, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--model",
                "softmax-regression",
                "--data",
                faces.toString(),
                "--epochs",
                "1",
                "--gemm",
                "reference",
                "--out",
                out.toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @BeforeAll
    static void trainTwo() {
        faces = shared.resolve("faces.csv");
        first = shared.resolve("first");
        second = shared.resolve("second");
        Terminal terminal = new Terminal();
        assertThat(terminal.run(
                        "data",
                        "synthesize",
                        "--out",
                        faces.toString(),
                        "--train",
                        "70",
                        "--validation",
                        "21",
                        "--test",
                        "14"))
                .isZero();
        assertThat(terminal.run(training(first, "--quiet", "--test", "closed"))).isZero();
        assertThat(terminal.run(training(second, "--quiet", "--test", "closed", "--seed", "2")))
                .isZero();
    }

    private JsonNode evaluate(String... more) {
        return evaluateOn(faces, more);
    }

    private JsonNode evaluateOn(Path data, String... more) {
        List<String> args =
                new ArrayList<>(List.of("evaluate", "--data", data.toString(), "--gemm", "reference", "--json"));
        args.addAll(List.of(more));
        assertThat(terminal.run(args.toArray(String[]::new))).as(terminal.err()).isZero();
        return JsonMapper.shared().readTree(terminal.out());
    }

    private Path copyOfFirst() {
        Path copy = folder.resolve("copy");
        assertThat(terminal.run("export", "--model", first.toString(), "--out", copy.toString()))
                .isZero();
        return copy;
    }

    @Test
    void aClosedTestSplitIsNotLookedAt() throws IOException {
        assertThat(Model.load(first).provenance().openedTest()).isEmpty();
        assertThat(Files.readString(first.resolve("metrics.json"))).doesNotContain("\"test\"");
        assertThat(PredictionStore.load(first))
                .extracting(StoredPredictions::usage)
                .containsExactly("PublicTest");
    }

    @Test
    void everyLookAtTheTestSplitIsNotedAndTheSecondIsWarnedOf() {
        Path copy = copyOfFirst();
        evaluate("--model", copy.toString(), "--usage", "PrivateTest");
        assertThat(terminal.err()).isEmpty();
        assertThat(Model.load(copy).provenance().openedTest())
                .singleElement()
                .asString()
                .endsWith("14 pictures of PrivateTest by evaluate, whole");

        evaluate("--model", copy.toString(), "--usage", "PrivateTest", "--tta", "flip");
        assertThat(terminal.err()).contains("warning", "PrivateTest was opened before, once, last");
        assertThat(Model.load(copy).provenance().openedTest()).hasSize(2);
    }

    @Test
    void metricsAreThoseOfTheStoredPredictions() {
        Path copy = copyOfFirst();
        JsonNode object = evaluate("--model", copy.toString(), "--tta", "ten-crop");
        StoredPredictions stored = PredictionStore.load(copy).get(0);
        Metrics metrics = Metrics.of(stored.predictions());

        assertThat(stored.view()).isEqualTo("ten-crop");
        assertThat(object.get("accuracy").asDouble()).isEqualTo(metrics.accuracy());
        assertThat(object.get("loss").asDouble()).isEqualTo(metrics.loss());
        assertThat(object.get("macro_f1").asDouble()).isEqualTo(metrics.macroF1());
    }

    @Test
    void severalModelsPredictTheirMean() {
        Path pictures = folder.resolve("pictures");
        terminal.run(
                "data", "synthesize", "--out", pictures.toString(), "--train", "7", "--validation", "0", "--test", "0");
        String sad = pictures.resolve("train/sad/00004.png").toString();
        double[] a = predict(sad, "--model", first.toString());
        double[] b = predict(sad, "--model", second.toString());
        double[] together = predict(sad, "--model", first.toString(), "--model", second.toString());

        assertThat(a).isNotEqualTo(b);
        for (int c = 0; c < 7; c++) {
            // Halves are exact; their sum is rounded to a float, and the decimals printed name a float: 2^-25 each
            // below 1.
            assertThat(together[c]).isCloseTo((a[c] + b[c]) / 2, within(3 * 0x1p-25));
        }
    }

    private double[] predict(String picture, String... models) {
        List<String> args = new ArrayList<>(List.of("predict", picture, "--json"));
        args.addAll(List.of(models));
        assertThat(terminal.run(args.toArray(String[]::new))).as(terminal.err()).isZero();
        JsonNode said = JsonMapper.shared().readTree(terminal.out()).get(0).get("probabilities");
        return said.values().stream().mapToDouble(JsonNode::asDouble).toArray();
    }

    @Test
    void modelsOfOtherClassesDoNotAnswerTogether() {
        Path three = folder.resolve("three");
        assertThat(terminal.run(training(three, "--quiet", "--test", "closed", "--classes", "angry,happy,sad")))
                .isZero();
        assertThat(terminal.run("predict", "--model", first.toString(), "--model", three.toString(), "face.png"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("models that answer together must tell apart the same classes but " + first
                        + " tells apart angry, disgust, fear, happy, sad, surprise, neutral and " + three
                        + " angry, happy, sad");
    }

    @Test
    void aViewsNameInFilesIsNoneOnTheCommandLine() {
        assertThatThrownBy(() -> EvaluateCommand.views("whole"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tta expects none, flip, ten-crop or twenty but gets 'whole'");
    }

    @Test
    void trainingStoresWhatEvaluationFinds() throws IOException {
        JsonNode metrics = JsonMapper.shared().readTree(Files.readString(first.resolve("metrics.json")));
        Metrics stored = Metrics.of(PredictionStore.load(first).get(0).predictions());
        assertThat(stored.loss())
                .isEqualTo(metrics.get("validation").get("loss").asDouble());
    }

    @Test
    void anEnsembleIsTheMeanOfItsModels() {
        JsonNode object = evaluate("--model", first.toString(), "--model", second.toString());
        assertThat(object.get("model").asString()).isEqualTo("softmax-regression + softmax-regression");
        assertThat(object.get("weights_sha256")).hasSize(2);
        assertThat(terminal.run(
                        "evaluate",
                        "--model",
                        first.toString(),
                        "--model",
                        second.toString(),
                        "--data",
                        faces.toString(),
                        "--gemm",
                        "reference",
                        "--calibrate"))
                .isZero();
        assertThat(terminal.out()).contains("ensemble of 2", "at temperature", "fitted on PublicTest, these very");
    }

    @Test
    void calibrationNeedsPredictionsOfValidation() {
        Path copy = copyOfFirst();
        assertThat(terminal.run(
                        "evaluate",
                        "--model",
                        copy.toString(),
                        "--data",
                        faces.toString(),
                        "--usage",
                        "Training",
                        "--calibrate"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--calibrate needs predictions of PublicTest in " + copy);
    }

    @Test
    void labelsOfOtherNamesAreMapped() {
        Path pictures = folder.resolve("pictures");
        terminal.run(
                "data", "synthesize", "--out", pictures.toString(), "--train", "7", "--validation", "0", "--test", "0");
        JsonNode object = evaluateOn(
                pictures, "--model", copyOfFirst().toString(), "--label-map", "happy=sad,surprise=happy,neutral=-");
        assertThat(object.get("n").asInt()).isEqualTo(6);
        assertThat(object.get("per_class").get(4).get("n").asInt()).isEqualTo(2);
    }

    @Test
    void halvedWeightsAnswerAlike() {
        Path half = folder.resolve("half");
        assertThat(terminal.run("export", "--model", first.toString(), "--half", "--out", half.toString()))
                .isZero();
        assertThat(terminal.out()).contains("16,135 parameters of 16 bits");
        double whole = evaluate("--model", first.toString()).get("loss").asDouble();
        double halved = evaluate("--model", half.toString()).get("loss").asDouble();
        // Each weight moves by 2⁻¹¹ of itself; the loss by far less than the logits, which stay below 10.
        assertThat(halved).isNotEqualTo(whole).isCloseTo(whole, org.assertj.core.api.Assertions.within(10 * 0x1p-10));
        assertThat(terminal.run("export", "--model", first.toString(), "--out", half.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("holds a model already");
    }

    private Path recipe() throws IOException {
        String text = Files.readString(Path.of("recipes/seed-7.json"))
                .replace("\"model\": \"seed\"", "\"model\": \"softmax-regression\"")
                .replace("\"epochs\": 60", "\"epochs\": 2")
                .replace("\"source\": \"fer2013\"", "\"source\": \"synthetic:70,21,14,1\"");
        return Files.writeString(folder.resolve("mine.json"), text);
    }

    @Test
    void aRecipeIsFollowedAndItsChangesAreNoted() throws IOException {
        Path out = folder.resolve("run");
        assertThat(terminal.run(
                        "train",
                        "--recipe",
                        recipe().toString(),
                        "--epochs",
                        "1",
                        "--gemm",
                        "reference",
                        "--out",
                        out.toString()))
                .isZero();
        assertThat(terminal.out())
                .contains("recipe   mine, but for epochs")
                .contains("14 test, which stay closed")
                .contains("the test split stays closed: open it with 'evaluate'");
        JsonNode run = JsonMapper.shared().readTree(Files.readString(out.resolve("run.json")));
        assertThat(run.get("recipe").get("name").asString()).isEqualTo("mine");
        assertThat(run.get("recipe").get("changed").toString()).isEqualTo("[\"epochs\"]");
        assertThat(run.get("settings").get("labelSmoothing").asDouble()).isEqualTo(0.1);
    }

    @Test
    void aRecipeGivesTheSameWeightsAgain() throws IOException {
        String[] hashes = new String[2];
        for (int i = 0; i < 2; i++) {
            Path out = folder.resolve("run" + i);
            assertThat(terminal.run(
                            "train",
                            "--recipe",
                            recipe().toString(),
                            "--threads",
                            Integer.toString(i + 1),
                            "--gemm",
                            "reference",
                            "--quiet",
                            "--out",
                            out.toString()))
                    .isZero();
            hashes[i] = Model.load(out).provenance().weightsSha256();
        }
        assertThat(hashes[1]).isEqualTo(hashes[0]);
    }

    @Test
    void aRecipeSaysWhatItLacks() {
        assertThat(terminal.run("train", "--recipe", "vgg-7")).isEqualTo(2);
        assertThat(terminal.err()).contains("recipe vgg-7 trains on fer2013: say where it lies with --data");
        assertThat(terminal.run("train", "--recipe", "ferplus-vgg", "--data", faces.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("needs the votes of FER+, and there is no fer2013new.csv beside");
        assertThat(terminal.run("train", "--recipe", "nothing")).isEqualTo(2);
        assertThat(terminal.err()).contains("unknown recipe 'nothing': expected one of seed-3");
    }

    @Test
    void recipesAreListed() {
        assertThat(terminal.run("recipes")).isZero();
        assertThat(terminal.out()).contains("seed-3", "angry, happy, sad", "ferplus soft");
    }

    @Test
    void theBestShippedModelOfAllSevenIsTaken() throws IOException {
        Path models = folder.resolve("data/models");
        terminal.run(training(folder.resolve("three"), "--classes", "angry,happy,sad", "--quiet"));
        terminal.run("export", "--model", folder.resolve("three").toString(), "--out", models + "/three");
        assertThat(ShippedModels.best(folder).orElseThrow().folder()).isEqualTo(models.resolve("three"));

        terminal.run("export", "--model", first.toString(), "--out", models + "/a");
        terminal.run("export", "--model", second.toString(), "--out", models + "/b");
        double a = Model.load(first).provenance().metrics().get("validation_accuracy");
        double b = Model.load(second).provenance().metrics().get("validation_accuracy");
        assertThat(ShippedModels.best(folder).orElseThrow().folder()).isEqualTo(models.resolve(a > b ? "a" : "b"));
        assertThat(ShippedModels.best(folder.resolve("elsewhere"))).isEmpty();
    }

    @Test
    void comparisonNumbersAreRecomputedFromTheStoredPredictions() {
        Path half = folder.resolve("half");
        terminal.run("export", "--model", first.toString(), "--half", "--out", half.toString());
        assertThat(terminal.run(
                        "compare",
                        first.toString(),
                        second.toString(),
                        half.toString(),
                        "--ensemble",
                        "--data",
                        faces.toString(),
                        "--gemm",
                        "reference",
                        "--json"))
                .as(terminal.err())
                .isZero();
        JsonNode object = JsonMapper.shared().readTree(terminal.out());
        Predictions a = PredictionStore.load(first).get(0).predictions();
        Predictions b = PredictionStore.load(second).get(0).predictions();
        Predictions c = PredictionStore.load(half).get(0).predictions();
        Predictions all = Predictions.mean(List.of(a, b, c));
        JsonNode models = object.get("models");
        assertThat(models).hasSize(4);
        assertThat(models.get(0).get("accuracy").asDouble())
                .isEqualTo(Metrics.of(a).accuracy());
        assertThat(models.get(3).get("loss").asDouble())
                .isEqualTo(Metrics.of(all).loss());
        JsonNode pair = object.get("pairs").get(0);
        Comparison expected = Comparison.of(a, b, Bootstrap.DEFAULT);
        assertThat(pair.get("p").asDouble()).isEqualTo(expected.pValue());
        assertThat(pair.get("difference_low").asDouble())
                .isEqualTo(expected.differenceInterval().low());
        Sample seeds = Sample.of(Metrics.of(a).accuracy(), Metrics.of(b).accuracy());
        assertThat(object.get("seeds").get(0).get("accuracy").get("mean").asDouble())
                .isEqualTo(seeds.mean());
    }

    @Test
    void specialistsAreComparedWithTheGeneralist() throws IOException {
        Path three = folder.resolve("three");
        terminal.run(training(three, "--classes", "angry,happy,sad", "--quiet", "--class-weights", "balanced"));
        Path tables = folder.resolve("tables");
        assertThat(terminal.run(
                        "compare",
                        first.toString(),
                        three.toString(),
                        "--csv",
                        tables.toString(),
                        "--tex",
                        tables.toString()))
                .isZero();
        assertThat(terminal.out()).contains("only angry, happy, sad are in question", "weights", "mean recall");
        assertThat(Files.readString(tables.resolve("pairs.csv")))
                .startsWith("first,second,classes,n,")
                .contains("first,three,angry happy sad,9,");
        assertThat(Files.readString(tables.resolve("classes.csv"))).contains("angry happy sad,happy,3,three,");
        assertThat(Files.readString(tables.resolve("classes-2.tex"))).contains("\\toprule", "happy & 3 &");
    }

    @Test
    void comparingNeedsPredictions() {
        Path copy = copyOfFirst();
        assertThat(terminal.run("compare", first.toString(), copy.toString())).isEqualTo(2);
        assertThat(terminal.err())
                .contains(copy
                        + " holds no predictions of PublicTest, view whole: make them with 'evaluate', or give --data");
    }

    @Test
    void crossValidationAsksAboutEveryTrainingPictureOnce() {
        Path out = folder.resolve("cv");
        assertThat(terminal.run(
                        "crossval",
                        "--model",
                        "softmax-regression",
                        "--data",
                        faces.toString(),
                        "--folds",
                        "3",
                        "--epochs",
                        "1",
                        "--gemm",
                        "reference",
                        "--out",
                        out.toString(),
                        "--json"))
                .as(terminal.err())
                .isZero();
        JsonNode object = JsonMapper.shared().readTree(terminal.out());
        Predictions p = PredictionStore.load(out).get(0).predictions();
        assertThat(object.get("folds")).hasSize(3);
        assertThat(p.size()).isEqualTo(70);
        assertThat(object.get("pooled").get("loss").asDouble())
                .isEqualTo(Metrics.of(p).loss());
        double[] accuracies = new double[3];
        for (int f = 0; f < 3; f++) {
            accuracies[f] = object.get("folds").get(f).get("accuracy").asDouble();
        }
        assertThat(object.get("mean_accuracy").asDouble())
                .isEqualTo(Sample.of(accuracies).mean());
        assertThat(terminal.run("crossval", "--keep", "best")).isEqualTo(2);
    }

    @Test
    void softLabelsOfACrossValidationTeach() {
        Path cv = folder.resolve("cv");
        Path soft = folder.resolve("soft");
        Path run = folder.resolve("run");
        String data = "--data=" + faces;
        String[] small = {"--model=softmax-regression", "--epochs=1", "--gemm=reference"};
        assertThat(terminal.run("crossval", data, small[0], small[1], small[2], "--folds=2", "--out=" + cv))
                .isZero();

        assertThat(terminal.run("data", "soft-labels", data, "--answers=" + cv, "--out=" + soft))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("70 training pictures").contains("train --teacher " + soft);
        assertThat(soft.resolve("soft-labels.json")).content().contains("\"doubted\"");

        assertThat(terminal.run(
                        "train",
                        data,
                        small[0],
                        small[1],
                        small[2],
                        "--schedule=constant",
                        "--teacher=" + soft,
                        "--out=" + run))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("teacher  soft (answers ");
        assertThat(terminal.run("train", "--resume", "--out=" + run, "--epochs=2"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void softLabelsExpectAWitness() {
        assertThat(terminal.run("data", "soft-labels", "--data=" + faces, "--out=" + folder.resolve("soft")))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("expects a witness but gets none: add --answers")
                .hasLineCount(1);
        assertThat(folder.resolve("soft")).doesNotExist();
    }

    @Test
    void votesAreNoWitnessOfLabelsMadeOfThem() {
        assertThat(terminal.run(
                        "data", "soft-labels", "--ferplus=v.csv", "--votes=v.csv", "--out=" + folder.resolve("soft")))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("expects witnesses that do not know the labels")
                .hasLineCount(1);
    }
}
