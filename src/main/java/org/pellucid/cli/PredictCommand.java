package org.pellucid.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.data.PictureReader;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.model.Description;
import org.pellucid.model.Model;
import org.pellucid.model.Predictor;
import org.pellucid.model.Preprocessing;
import org.pellucid.train.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "predict",
        sortOptions = false,
        description = {
            "Says of each picture which class it is, with the probability of each class.",
            "",
            "Pictures may be PNG or JPEG, of any size, grey or in colour; each is taken whole, so it should show one face that"
                    + " fills it. Probabilities are the model's own and may be too sure of themselves.",
            "",
            "Up to " + PredictCommand.FEW
                    + " pictures are computed by the reference backend, which is quickest to start, unless --gemm or --conv"
                    + " asks for another, or --tta for more than two looks at each.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid predict face.png",
            "  pellucid predict --model runs/first --tta flip face.png other.jpg",
            "  pellucid predict --model runs/a --model runs/b --tta twenty face.png"
        })
final class PredictCommand implements Callable<Integer> {
    /** So many that a cold start matters more than the pictures. The launcher counts on it. */
    static final int FEW = 8;

    private final Console console;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "the folder that training wrote; given more than once, the models' mean (default: the best"
                    + " seven-emotion model of data/models)")
    private List<Path> folders;

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "pictures")
    private List<Path> images;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(
            names = "--tta",
            paramLabel = "none|flip|ten-crop|twenty",
            description = "look at each picture more than once and average, as 'evaluate' does (default: none)")
    private String tta;

    @Option(names = "--json", description = "print one JSON array, an object a picture, and nothing else")
    private boolean json;

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        int threads = machine.threads();
        Views views = EvaluateCommand.views(tta);
        List<Path> from = folders == null ? List.of(shipped()) : folders;
        List<List<Dataset>> read = new ArrayList<>();
        List<Model> models = ModelFolder.together(from, description -> read.add(pictures(description)));
        Backend backend = backend(views);
        List<String> classes = models.get(0).classes();
        float[][] answers = new float[images.size()][classes.size()];
        for (int m = 0; m < models.size(); m++) {
            Model model = models.get(m);
            List<Dataset> pictures = read.get(m);
            try (Predictor predictor = new Predictor(model, backend, threads, 1)) {
                for (int i = 0; i < answers.length; i++) {
                    float[] p = predictor.probabilities(pictures.get(i), views.all());
                    for (int c = 0; c < p.length; c++) {
                        answers[i][c] += p[c] / models.size();
                    }
                }
            }
        }
        if (json) {
            console.plain(MetricsJson.write(objects(classes, answers)));
        } else {
            show(classes, answers);
        }
        return Failures.OK;
    }

    /** The pictures in the model's size. */
    private List<Dataset> pictures(Description model) {
        Preprocessing p = model.preprocessing();
        List<Dataset> all = new ArrayList<>();
        for (Path image : images) {
            byte[] pixels = PictureReader.read(image, p.height(), p.width());
            all.add(Dataset.of(
                    image.toString(), model.classes(), 1, p.height(), p.width(), pixels, new int[1], null, null));
        }
        return all;
    }

    private Path shipped() throws IOException {
        Optional<Path> root = ShippedModels.root();
        Optional<ShippedModels.Shipped> best = root.isPresent() ? ShippedModels.best(root.get()) : Optional.empty();
        ShippedModels.Shipped found = best.orElseThrow(() -> new UsageException(
                "no --model is given, and the program's folder has none in data/models: train one with '"
                        + console.command() + " train --recipe seed-7 --data fer2013.csv' and give its folder"));
        if (!json) {
            console.note("model %s, validation accuracy %s", found.folder(), accuracy(found.description()));
        }
        return found.folder();
    }

    private static String accuracy(Description description) {
        Double accuracy = description.provenance().metrics().get("validation_accuracy");
        return accuracy == null ? "unknown" : String.format(Locale.ROOT, "%.3f", accuracy);
    }

    /**
     * Unless one is asked for, a few pictures go through plain loops: they are over before the JVM has compiled the Vector API,
     * which is slow until then.
     */
    private Backend backend(Views views) {
        boolean few = images.size() <= FEW
                && views.all().size() <= Views.FLIP.all().size()
                && machine.gemm == null
                && machine.conv == null;
        return (few ? Backends.select("reference") : machine.select()).backend();
    }

    private List<Map<String, Object>> objects(List<String> classes, float[][] answers) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            float[] p = answers[i];
            int top = ranking(p)[0];
            Map<String, Object> probabilities = new LinkedHashMap<>();
            IntStream.range(0, p.length).forEach(c -> probabilities.put(classes.get(c), p[c]));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("image", images.get(i).toString());
            one.put("class", classes.get(top));
            one.put("probability", p[top]);
            one.put("probabilities", probabilities);
            all.add(one);
        }
        return all;
    }

    private void show(List<String> classes, float[][] answers) {
        for (int i = 0; i < images.size(); i++) {
            float[] p = answers[i];
            StringBuilder rest = new StringBuilder();
            for (int c : ranking(p)) {
                rest.append(rest.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%s %.3f", classes.get(c), p[c]));
            }
            console.result("%s: @|bold %s|@  (%s)", images.get(i), classes.get(ranking(p)[0]), rest);
        }
    }

    /** The classes, the most probable first. */
    private static int[] ranking(float[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted((a, b) -> Float.compare(p[b], p[a]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
