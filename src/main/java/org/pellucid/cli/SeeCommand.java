package org.pellucid.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.PictureReader;
import org.pellucid.data.Split;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Selection;
import org.pellucid.inspect.Boundary;
import org.pellucid.inspect.ClassPictures;
import org.pellucid.inspect.FrozenNetwork;
import org.pellucid.inspect.Occlusion;
import org.pellucid.inspect.Sight;
import org.pellucid.inspect.SmoothGrad;
import org.pellucid.model.Model;
import org.pellucid.model.Predictor;
import org.pellucid.report.Figure;
import org.pellucid.report.Sights;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.spec.Shape;
import org.pellucid.tensor.Tensor;
import org.pellucid.train.DataChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "see",
        sortOptions = false,
        description = {
            "Draws what a network sees, as PNG and SVG, each with a scale.",
            "",
            "Of the model: the first layer's filters, and for each class the picture it would most like to see. Of --image: all"
                    + " feature maps, saliency (gradient, SmoothGrad, guided backpropagation), Grad-CAM and an occlusion map."
                    + " Of --data: the pictures nearest the boundary between two classes.",
            "",
            "A saliency map shows what a small change of a pixel does to one logit. It does not say why the network was right or"
                    + " wrong, and guided backpropagation looks much the same for every class.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid see --model runs/first --image face.png",
            "  pellucid see --model runs/first --image face.png --label fear --layer conv2",
            "  pellucid see --model runs/first --data synthetic --out pictures"
        })
final class SeeCommand implements Callable<Integer> {
    private static final int BATCH = 16;

    private final Console console;

    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "DIR|NAME",
            description = "the folder that training wrote; or a named model, as it is before training")
    private String model;

    @Option(
            names = {"-i", "--image"},
            paramLabel = "F",
            description = "a picture, PNG or JPEG: also draw what the network makes of it")
    private Path image;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "the class to ask about (default: the one the network finds most probable)")
    private String label;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "where to take Grad-CAM, such as conv2 (default: the last that sees the picture)")
    private String layer;

    @Option(names = "--occluder", paramLabel = "N", description = "edge of the covering square in pixels (default: 8)")
    private int occluder = 8;

    @Option(names = "--samples", paramLabel = "N", description = "noisy copies that SmoothGrad averages (default: 48)")
    private int samples = 48;

    @Option(
            names = "--climb",
            paramLabel = "N",
            description = "steps of the climb to each class's picture, 0 for no such pictures (default: 160)")
    private int climb = 160;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--nearest",
            paramLabel = "N",
            description =
                    "how many pictures nearest the boundary, of --data's test or else validation split (default: 15)")
    private int nearest = 15;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "of all noise, and of the weights of a named model (default: 1)")
    private long seed = 1;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "folder for the pictures, which replace older ones of the same names (default: sight)")
    private Path out = Path.of("sight");

    SeeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (samples < 1 || occluder < 1 || nearest < 1 || climb < 0) {
            throw new UsageException(
                    "--samples, --occluder and --nearest expect at least 1 and --climb at least 0 but get " + samples
                            + ", " + occluder + ", " + nearest + " and " + climb);
        }
        int threads = machine.threads();
        Selection selection = machine.select();
        Model seen = Files.isDirectory(Path.of(model)) || !NamedModels.names().contains(model)
                ? Model.load(Path.of(model))
                : Untrained.of(model, seed, selection.backend());
        if (seen.provenance().epochs() == 0) {
            console.result(
                    "%s, weights as drawn with seed %d: it has learnt nothing yet",
                    seen.spec().name(), seed);
        }
        Shape input = seen.spec().input();
        byte[] picture = image == null ? null : PictureReader.read(image, input.height(), input.width());
        int target = label == null ? -1 : target(seen);
        Node cam = camNode(seen.spec());
        try {
            Files.createDirectories(out);
            Sights.filters(seen.spec(), seen.weights()).ifPresent(figure -> save(figure, "filters"));
            Options options = machine.options(selection)
                    .batch(Math.max(BATCH, seen.classes().size()));
            try (FrozenNetwork network = new FrozenNetwork(seen.spec(), seen.weights(), options)) {
                double bound = 1;
                if (picture != null) {
                    float[] x = standardised(seen, picture);
                    bound = rootMeanSquare(x);
                    look(seen, network, x, target, cam);
                }
                if (climb > 0) {
                    climb(seen, network, bound);
                }
            }
            if (data.data != null) {
                fence(seen, selection, threads);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Failures.OK;
    }

    private int target(Model seen) {
        int target = seen.classes().indexOf(label);
        if (target < 0) {
            throw new UsageException(
                    "--label expects one of " + String.join(", ", seen.classes()) + " but gets '" + label + "'");
        }
        return target;
    }

    private static float[] standardised(Model seen, byte[] picture) {
        float[] x = new float[picture.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = picture[i] & 0xFF;
        }
        seen.preprocessing().standardisation().apply(x, 0, x.length);
        return x;
    }

    private static double rootMeanSquare(float[] x) {
        double squares = 0;
        for (float value : x) {
            squares += value * (double) value;
        }
        return Math.max(1e-3, Math.sqrt(squares / x.length));
    }

    private void look(Model seen, FrozenNetwork network, float[] x, int asked, Node cam) {
        double[] wide = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            wide[i] = x[i];
        }
        int target = asked >= 0 ? asked : top(network, x);
        Sight sight = Sight.of(
                seen.spec(),
                Sight.doubles(seen.weights()),
                wide,
                target,
                console.progress("feature maps and gradients"));
        sight.maps()
                .forEach(maps -> save(Sights.maps(maps), "maps-" + maps.node().name()));
        double[] smooth = SmoothGrad.of(network, x, target, samples, 0.15, seed, console.progress("SmoothGrad"));
        int size = Math.min(
                occluder,
                Math.min(seen.spec().input().height(), seen.spec().input().width()));
        Occlusion occlusion =
                Occlusion.of(network, x, target, size, Math.max(1, size / 4), console.progress("occlusion"));
        Figure figure = Sights.saliency(new Sights.Asked(
                String.valueOf(image.getFileName()),
                seen.classes().get(target),
                occlusion.probability(),
                seen.spec().input(),
                wide,
                sight.gradient(),
                smooth,
                sight.guided(),
                cam == null ? null : sight.gradCam(cam.name()),
                cam,
                occlusion,
                size + "×" + size));
        console.result("%s: @|bold %s|@ %.3f", image, seen.classes().get(target), occlusion.probability());
        save(figure, "saliency");
    }

    /** Where to take Grad-CAM; null where no layer is fit for it. */
    private Node camNode(NetworkSpec spec) {
        if (layer == null) {
            return Sight.lastSeeingLayer(spec).orElse(null);
        }
        List<Node> fit = spec.nodes().stream()
                .flatMap(node -> node.flatten().stream())
                .filter(node -> !node.output().isFlat())
                .toList();
        return fit.stream()
                .filter(node -> node.name().equals(layer))
                .findFirst()
                .orElseThrow(() -> new UsageException("--layer expects a layer that gives a picture, one of "
                        + String.join(", ", fit.stream().map(Node::name).toList()) + ", but gets '" + layer + "'"));
    }

    private static int top(FrozenNetwork network, float[] x) {
        Shape s = network.spec().input();
        float[] logits = network.logits(Tensor.of(x, 1, s.channels(), s.height(), s.width()))
                .data();
        int top = 0;
        for (int c = 1; c < logits.length; c++) {
            top = logits[c] > logits[top] ? c : top;
        }
        return top;
    }

    private void climb(Model seen, FrozenNetwork network, double bound) {
        ClassPictures.Climb usual = ClassPictures.Climb.of(bound, seed);
        ClassPictures found = ClassPictures.of(
                network,
                new ClassPictures.Climb(
                        climb, usual.rate(), usual.decay(), usual.blurEvery(), usual.shift(), bound, seed),
                console.progress("climbing"));
        save(Sights.classes(seen.spec(), seen.classes(), found), "classes");
    }

    private void fence(Model seen, Selection selection, int threads) {
        DataChoice choice =
                data.over(DataChoice.DEFAULT).withClasses(data.classes == null ? seen.classes() : data.classes);
        DataSource source = choice.load(seen.spec().input(), console.progress("loading " + choice.name()));
        seen.requireClasses(source.classes(), choice.name());
        Dataset judged = source.has(Split.TEST) ? source.split(Split.TEST) : source.split(Split.VALIDATION);
        try (Predictor predictor = new Predictor(seen, selection.backend(), threads, 64)) {
            List<Boundary> found = Boundary.nearest(predictor, judged, nearest);
            for (Boundary b : new ArrayList<>(found.subList(0, Math.min(3, found.size())))) {
                console.result(
                        "picture %s: %s %.3f, %s %.3f; true %s",
                        judged.id(b.index()),
                        seen.classes().get(b.first()),
                        b.pFirst(),
                        seen.classes().get(b.second()),
                        b.pSecond(),
                        seen.classes().get(b.label()));
            }
            save(Sights.boundary(seen.spec().name(), judged, found), "boundary");
        }
    }

    private void save(Figure figure, String name) {
        try {
            figure.save(out, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.result("%s", out.resolve(name) + ".png, .svg");
    }
}
