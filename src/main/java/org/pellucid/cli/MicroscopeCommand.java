package org.pellucid.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.pellucid.inspect.Scene;
import org.pellucid.inspect.TrainingStep;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Microscope;
import org.pellucid.inspect.microscope.Question;
import org.pellucid.inspect.microscope.Question.Kind;
import org.pellucid.inspect.microscope.QuestionException;
import org.pellucid.report.microscope.ExplanationText;
import org.pellucid.report.microscope.ExplanationTree;
import org.pellucid.report.microscope.Sum;
import org.pellucid.spec.ParameterSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "microscope",
        sortOptions = false,
        description = {
            "Explains one number of one training step whole: every term it is the sum of, what they are made of, and beside each"
                    + " gradient the slope of the loss, measured. What is printed adds up to the last digit shown.",
            "",
            "Forward, --output: the receptive patch, the im2col column, the products and their sum. Backward, --weight, --bias and"
                    + " --input: the terms of dw, db and dx; of a weight also the optimiser's step. Without indices, the number of"
                    + " largest magnitude is taken.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid microscope --layer conv1 --output 0,20,20",
            "  pellucid microscope --layer conv2 --weight 3,1,0,2 --optimizer adamw --lr 0.01",
            "  pellucid microscope --model resnet18 --layer bn1 --input",
            "  pellucid microscope --model runs/first --image face.png --label happy --layer loss --input 3"
        })
final class MicroscopeCommand implements Callable<Integer> {
    private static final int BATCH = 2;
    private static final String LARGEST = "";

    private final Console console;

    @Mixin
    private StepOptions source = new StepOptions();

    @Option(
            names = {"-l", "--layer"},
            paramLabel = "LAYER",
            description = "its name, as 'pellucid summary' lists it, or loss")
    private String layer;

    @Option(
            names = "--output",
            arity = "0..1",
            fallbackValue = LARGEST,
            paramLabel = "c,h,w",
            description = "a value that comes out: y")
    private String output;

    @Option(
            names = "--weight",
            arity = "0..1",
            fallbackValue = LARGEST,
            paramLabel = "o,c,kh,kw",
            description = "the gradient of a weight: dw; u,f of a dense layer, c of batch normalisation's γ")
    private String weight;

    @Option(
            names = "--input",
            arity = "0..1",
            fallbackValue = LARGEST,
            paramLabel = "c,h,w",
            description = "the gradient of a value that goes in: dx")
    private String input;

    @Option(
            names = "--bias",
            arity = "0..1",
            fallbackValue = LARGEST,
            paramLabel = "o",
            description = "the gradient of a bias: db; c of batch normalisation's β")
    private String bias;

    @Option(names = "--example", paramLabel = "N", description = "which picture of the batch (default: 0)")
    private int example;

    @Mixin
    private RuleOptions rule = new RuleOptions();

    @Option(
            names = "--sort",
            paramLabel = "magnitude|position",
            description = "which terms come first where there are too many to show (default: magnitude)")
    private String sort = "magnitude";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "about how many terms to show; the others are counted and summed (default: 32; with --json 1000 a"
                            + " group)")
    private Integer limit;

    @Option(names = "--json", description = "print one JSON object and nothing else")
    private boolean json;

    MicroscopeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Sum.Order order = Choices.constant(Sum.Order.class, "--sort", sort);
        if (limit != null && limit < 1) {
            throw new UsageException("--limit expects at least 1 but gets " + limit);
        }
        RuleOptions.State state = rule.state(source.folder());
        StepOptions.Taken taken = source.take(BATCH, state.steps(), console.progress("one step, forward and backward"));
        try {
            return explain(taken, state, order);
        } catch (QuestionException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private int explain(StepOptions.Taken taken, RuleOptions.State state, Sum.Order order) {
        TrainingStep step = taken.step();
        Microscope microscope = Microscope.on(step);
        if (layer == null) {
            throw new UsageException("--layer expects one of " + String.join(", ", microscope.layers()));
        }
        List<String> chosen = new ArrayList<>();
        Question question = question(microscope, chosen);
        DoubleConsumer progress = console.progress("measuring the slope of the loss");
        Optional<ParameterSpec> parameter = microscope.parameter(layer, question.kind());
        Explanation explanation = parameter
                .map(p -> microscope.explain(
                        question, state.next(step.spec().parameters(), p, microscope.flat(question)), progress))
                .orElseGet(() -> microscope.explain(question, true, progress));
        if (json) {
            Map<String, Object> all = scene(taken);
            all.put("chosen", !chosen.isEmpty());
            all.putAll(ExplanationTree.of(explanation, limit == null ? 1000 : limit));
            console.plain(MetricsJson.write(all));
        } else {
            head(taken, chosen);
            if (parameter.isPresent()) {
                console.result("%s", "step: " + state.origin());
            }
            console.result("");
            ExplanationText.of(explanation, Sum.of(explanation, order, limit == null ? 32 : limit))
                    .forEach(line -> console.result("%s", line));
        }
        return explanation.confirmed() ? Failures.OK : Failures.FAILED;
    }

    private Question question(Microscope microscope, List<String> chosen) {
        Map<Kind, String> asked = new LinkedHashMap<>();
        put(asked, Kind.OUTPUT, output);
        put(asked, Kind.WEIGHT, weight);
        put(asked, Kind.INPUT, input);
        put(asked, Kind.BIAS, bias);
        if (asked.size() > 1) {
            throw new UsageException("expects one of --output, --weight, --input and --bias but gets " + asked.size());
        }
        List<Kind> kinds = microscope.kinds(layer);
        Kind kind = asked.isEmpty()
                ? kinds.contains(Kind.WEIGHT) ? Kind.WEIGHT : Kind.INPUT
                : asked.keySet().iterator().next();
        String place = asked.getOrDefault(kind, LARGEST);
        if (!place.isEmpty()) {
            return new Question(layer, kind, example, index(place));
        }
        chosen.add("no place given: the " + kind.name().toLowerCase(Locale.ROOT)
                + (kind == Kind.OUTPUT ? " of largest magnitude" : " of the largest gradient"));
        return microscope.largest(layer, kind, example);
    }

    private static void put(Map<Kind, String> asked, Kind kind, String value) {
        if (value != null) {
            asked.put(kind, value);
        }
    }

    private static List<Integer> index(String text) {
        List<Integer> index = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            try {
                index.add(Integer.parseInt(part.strip()));
            } catch (NumberFormatException e) {
                throw new UsageException(
                        "expects whole numbers with commas between, such as 0,3,2, but gets '" + text + "'");
            }
        }
        return index;
    }

    private void head(StepOptions.Taken taken, List<String> chosen) {
        Scene scene = taken.scene();
        console.result("@|bold %s|@, %s", scene.model(), scene.weights());
        scene.pictures()
                .forEach(picture ->
                        console.result("picture %d: %s", scene.pictures().indexOf(picture), picture));
        scene.notes().forEach(note -> console.result("%s", note));
        chosen.forEach(note -> console.result("%s", note));
        console.result("loss L = %.6f", taken.step().loss());
    }

    /** What the step was of, for machines. */
    static Map<String, Object> scene(StepOptions.Taken taken) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", taken.scene().model());
        all.put("weights", taken.scene().weights());
        all.put("mode", taken.step().train() ? "train" : "infer");
        all.put("pictures", taken.scene().pictures());
        all.put("labels", taken.step().labels());
        all.put("classes", taken.scene().classes());
        all.put("remarks", taken.scene().notes());
        all.put("loss", taken.step().loss());
        return all;
    }
}
