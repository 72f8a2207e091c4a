package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.Dataset;
import org.pellucid.data.Emotions;
import org.pellucid.data.PictureReader;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.engine.Dropout;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backends;
import org.pellucid.inspect.Scene;
import org.pellucid.inspect.Sight;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.model.Model;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Parameter;
import org.pellucid.textbook.DropoutMask;
import org.pellucid.textbook.SoftmaxCrossEntropy;
import org.pellucid.textbook.TextbookNetwork;
import picocli.CommandLine.Option;

/** Which network, which pictures: one training step of the textbook, to be looked at. */
final class StepOptions {
    /** A batch whose statistics mean something. */
    private static final int BATCH = 4;

    /** Synthetic faces to choose from: two of each class. */
    private static final int FACES = 14;

    private static final String FIRST_CLASS = "happy";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json|DIR",
            description = "a named model, a network as JSON, or a folder that training wrote (default: seed)")
    private String model = TrainCommand.DEFAULT_MODEL;

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "a picture, PNG or JPEG, of one face that fills it (default: synthetic faces)")
    private Path image;

    @Option(
            names = "--label",
            paramLabel = "CLASS",
            description =
                    "the class of the picture, by name or number (default: of an image, what the model takes it for; of"
                            + " synthetic faces, their own)")
    private String label;

    @Option(
            names = {"-b", "--batch"},
            paramLabel = "N",
            description = "pictures in the step; those beyond the image are synthetic faces (default: 1; 4 where batch"
                    + " normalisation needs company)")
    private Integer batch;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description =
                    "of the weights of a model that was not trained, of the synthetic faces, and of what dropout drops"
                            + " (default: 1)")
    private long seed = 1;

    @Option(
            names = "--mode",
            paramLabel = "train|infer",
            description =
                    "infer: batch normalisation takes its running statistics and nothing is dropped (default: train)")
    private String mode = "train";

    /**
     * A step and what it was of.
     *
     * @param model as read from a folder; null of a network that was not trained
     * @param greys of each picture before standardisation, [n, c, h, w], 0…255
     */
    record Taken(TrainingStep step, Scene scene, Model model, double[] greys) {}

    /** The folder given; null if none is. */
    Path folder() {
        return Files.isDirectory(Path.of(model)) ? Path.of(model) : null;
    }

    long seed() {
        return seed;
    }

    /**
     * Takes the step.
     *
     * @param fallbackBatch pictures, if it is not stated how many and no image is given
     * @param number of the step, on which dropout's draws depend
     * @param progress told the part that is done, from 0 to 1
     */
    Taken take(int fallbackBatch, long number, DoubleConsumer progress) {
        boolean train = isTraining();
        Model trained = folder() == null ? null : Model.load(folder());
        NetworkSpec spec = trained == null ? Networks.of(model, Emotions.FER2013.size()) : trained.spec();
        List<String> classes = trained == null ? classes(spec) : trained.classes();
        Map<String, double[]> weights = trained == null ? drawn(spec) : Sight.doubles(trained.weights());
        int n = pictures(spec, fallbackBatch);
        List<String> notes = new ArrayList<>();
        List<String> origins = new ArrayList<>();
        int[] labels = new int[n];
        float[] greys = greys(spec.input(), classes, n, labels, origins);
        double[] raw = doubles(greys);
        Standardisation standardisation = trained == null
                ? Standardisation.perImage()
                : trained.preprocessing().standardisation();
        int size = spec.input().size();
        for (int i = 0; i < n; i++) {
            standardisation.apply(greys, i * size, size);
        }
        double[] x = doubles(greys);
        if (image != null && label == null) {
            labels[0] = guess(spec, weights, x, size);
            notes.add("no --label given: the picture counts as what the model takes it for, " + classes.get(labels[0]));
        } else if (image != null) {
            labels[0] = classNumber(classes);
        }
        for (int i = 0; i < n; i++) {
            origins.set(i, origins.get(i) + " as " + classes.get(labels[i]));
        }
        RunLoss loss = train ? RunLoss.of(folder()) : RunLoss.of(null);
        if (!train) {
            notes.add("mode infer: running statistics, nothing dropped, the loss plain cross-entropy");
        } else if (!loss.note().isEmpty()) {
            notes.add(loss.note());
        }
        TrainingStep step =
                TrainingStep.run(spec, weights, x, labels, train, mask(spec, number), loss.rule(), progress);
        if (!Double.isFinite(step.loss())) {
            throw new UsageException("the network of " + model + " gives a loss of " + step.loss()
                    + ": expected finite numbers: train it again with a smaller learning rate");
        }
        String origin = trained == null
                ? "weights as drawn with seed " + seed
                : "weights of " + folder() + ", trained "
                        + Console.count(trained.provenance().epochs(), "epoch");
        return new Taken(step, new Scene(spec.name(), origin, origins, classes, notes), trained, raw);
    }

    private boolean isTraining() {
        return switch (mode) {
            case "train" -> true;
            case "infer" -> false;
            default -> throw new UsageException("--mode expects train or infer but gets '" + mode + "'");
        };
    }

    private int pictures(NetworkSpec spec, int fallback) {
        boolean norm = spec.nodes().stream()
                .flatMap(top -> top.flatten().stream())
                .anyMatch(node -> node.layer() instanceof BatchNormSpec);
        int usual = norm && isTraining() ? BATCH : image != null ? 1 : fallback;
        int n = batch == null ? usual : batch;
        if (n < 1 || n > FACES) {
            throw new UsageException("--batch expects 1 to " + FACES + " pictures but gets " + n);
        }
        return n;
    }

    private static List<String> classes(NetworkSpec spec) {
        return spec.classes() == Emotions.FER2013.size()
                ? Emotions.FER2013
                : IntStream.range(0, spec.classes()).mapToObj(i -> "class " + i).toList();
    }

    private int classNumber(List<String> classes) {
        int at = classes.indexOf(label.toLowerCase(Locale.ROOT));
        if (at < 0 && label.matches("\\d{1,4}")) {
            at = Integer.parseInt(label);
        }
        if (at < 0 || at >= classes.size()) {
            throw new UsageException("--label expects one of " + String.join(", ", classes) + ", or 0…"
                    + (classes.size() - 1) + ", but gets '" + label + "'");
        }
        return at;
    }

    /** The image, if there is one, then synthetic faces, from the class asked for on. */
    private float[] greys(Shape input, List<String> classes, int n, int[] labels, List<String> origins) {
        Dataset faces = SyntheticFaces.generate(FACES, 0, 0, seed).split(Split.TRAIN);
        int size = input.size();
        int area = input.height() * input.width();
        float[] greys = new float[n * size];
        int face = first(classes);
        for (int i = 0; i < n; i++) {
            byte[] picture;
            if (i == 0 && image != null) {
                picture = PictureReader.read(image, input.height(), input.width());
                origins.add(image.getFileName().toString());
            } else {
                picture = resized(faces, face, input);
                String name = faces.classes().get(faces.label(face));
                labels[i] = classes.contains(name) ? classes.indexOf(name) : faces.label(face) % classes.size();
                origins.add("synthetic face " + face + " (seed " + seed + ")");
                face = (face + 1) % FACES;
            }
            for (int p = 0; p < size; p++) {
                greys[i * size + p] = picture[p % area] & 0xFF; // a colour network sees the same grey in each channel
            }
        }
        return greys;
    }

    private int first(List<String> classes) {
        String wanted = image == null && label != null ? classes.get(classNumber(classes)) : FIRST_CLASS;
        return Math.max(0, Emotions.FER2013.indexOf(wanted));
    }

    /** By the nearest pixel: these faces are drawn at one size only. */
    private static byte[] resized(Dataset faces, int face, Shape input) {
        byte[] picture = new byte[input.height() * input.width()];
        int from = face * faces.pictureSize();
        for (int h = 0; h < input.height(); h++) {
            for (int w = 0; w < input.width(); w++) {
                int row = h * faces.height() / input.height();
                int column = w * faces.width() / input.width();
                picture[h * input.width() + w] = faces.pixels()[from + row * faces.width() + column];
            }
        }
        return picture;
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private Map<String, double[]> drawn(NetworkSpec spec) {
        Options options = Options.of(Backends.select("reference").backend())
                .batch(1)
                .forInference()
                .seed(seed);
        Map<String, double[]> all = new LinkedHashMap<>();
        try (Network network = Network.compile(spec, options)) {
            for (Parameter p : network.parameters()) {
                all.put(p.name(), doubles(p.value().data()));
            }
        }
        return all;
    }

    private static int guess(NetworkSpec spec, Map<String, double[]> weights, double[] x, int size) {
        double[] first = IntStream.range(0, size).mapToDouble(i -> x[i]).toArray();
        double[] z = new TextbookNetwork(spec, weights).forward(first, 1, false, null);
        double[] p = SoftmaxCrossEntropy.softmax(1, z.length, z);
        return IntStream.range(0, p.length)
                .reduce((a, b) -> p[b] > p[a] ? b : a)
                .orElse(0);
    }

    private DropoutMask mask(NetworkSpec spec, long number) {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                if (node.layer() instanceof DropoutSpec dropout) {
                    rates.put(node.name(), dropout.rate());
                }
            }
        }
        return (layer, example, unit) -> Dropout.keeps(rates.get(layer), seed, layer, number, example, unit);
    }
}
