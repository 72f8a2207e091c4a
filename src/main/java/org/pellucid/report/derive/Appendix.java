package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pellucid.engine.Initialiser;
import org.pellucid.engine.OptimizerSpec;
import org.pellucid.inspect.Certificate;
import org.pellucid.inspect.LayerRunner;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.report.document.Document;
import org.pellucid.report.document.Document.Section;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.AvgPool2dSpec;
import org.pellucid.spec.BatchNormSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.DenseSpec;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.GlobalAvgPoolSpec;
import org.pellucid.spec.MaxPool2dSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.SeparableConv2dSpec;
import org.pellucid.spec.SqueezeExciteSpec;
import org.pellucid.train.TrainConfig;

/**
 * The mathematics of one network, as the appendix of a thesis: notation, architecture, the derivation of every kind of layer
 * that it has with a worked example, loss, optimiser, initialisation, im2col, Winograd, the gradient certificate and the
 * training it comes from. Every number is computed while the document is made.
 *
 * @param document to be rendered
 * @param passed whether all worked examples agree with central differences, and the certificate, if there is one, passed
 */
public record Appendix(Document document, boolean passed) {
    private static final double USUAL_RATE = 0.001;

    /**
     * Derives a network.
     *
     * @param trained the training it comes from, if there was one
     * @param certificate to be printed
     * @param seed of the worked examples
     */
    public static Appendix of(
            NetworkSpec spec, Optional<TrainedRun> trained, Optional<Certificate> certificate, long seed) {
        return of(spec, trained, certificate, seed, new TextbookRunner(seed));
    }

    /** The same by another textbook, to see that the examples' check can fail. */
    static Appendix of(
            NetworkSpec spec,
            Optional<TrainedRun> trained,
            Optional<Certificate> certificate,
            long seed,
            LayerRunner textbook) {
        Inventory inventory = new Inventory(spec);
        Examples examples = new Examples(textbook, seed);
        Optional<TrainConfig> settings = trained.flatMap(TrainedRun::run).map(run -> run.settings());
        OptimizerSpec optimizer =
                settings.map(TrainConfig::optimizer).orElse(OptimizerSpec.of(OptimizerSpec.Kind.ADAM));
        List<Section> sections = new ArrayList<>();
        sections.add(NotationPart.section(inventory, optimizer));
        sections.add(new ArchitecturePart(spec)
                .section(inventory.has(Conv2dSpec.class) || inventory.has(MaxPool2dSpec.class)));
        sections.add(layers());
        sections.addAll(kinds(inventory, examples));
        sections.add(LossPart.section(
                examples,
                spec.classes(),
                settings.map(TrainConfig::labelSmoothing).orElse(0.0),
                settings.map(TrainConfig::focus).orElse(0.0),
                settings.map(TrainConfig::balanceClasses).orElse(false)));
        sections.add(new OptimizerPart(
                        optimizer, settings.map(TrainConfig::learningRate).orElse(USUAL_RATE))
                .section(examples, settings.isPresent()));
        sections.add(InitialisationPart.section(
                inventory, settings.map(TrainConfig::initialiser).orElse(Initialiser.HE_NORMAL)));
        if (inventory.has(Conv2dSpec.class)) {
            sections.add(Im2colPart.section(inventory, examples));
        }
        if (inventory.nodes().stream().anyMatch(WinogradPart::takes)) {
            sections.add(WinogradPart.section(inventory, examples));
        }
        certificate.map(CertificatePart::section).ifPresent(sections::add);
        trained.map(TrainingPart::section).ifPresent(sections::add);
        Document document = new Document(
                "The mathematics of `" + spec.name() + "`", summary(spec, examples.seed()), sections, Sources.ALL);
        return new Appendix(
                document,
                examples.passed() && certificate.map(Certificate::passed).orElse(true));
    }

    private static String summary(NetworkSpec spec, long seed) {
        return "Formulas, derivations and numbers of the network `" + spec.name()
                + "`, made by Pellucid from the network itself."
                + " For each kind of layer that it has stand the formula forward, the derivation backward with the rule used at"
                + " each line, and a worked example in real numbers. Inputs of the examples are tenths drawn from seed "
                + seed
                + " and printed in full; results are computed in double precision and rounded to the last digit shown, so that"
                + " they can be computed again from what is printed. Values of linear layers are exact.";
    }

    private static Section layers() {
        Blocks b = new Blocks()
                .text(
                        "Gradients of parameters are added to, so that parts of a batch may be summed; gradients of inputs are"
                                + " written fresh. Matrices in the examples carry the indices that select them, such as example and"
                                + " channel, where there is more than one.");
        return b.section(1, "Layers");
    }

    private static List<Section> kinds(Inventory inventory, Examples examples) {
        ConvolutionPart convolutions = new ConvolutionPart(inventory, examples);
        PoolingPart poolings = new PoolingPart(inventory, examples);
        BlockPart blocks = new BlockPart(inventory, examples);
        List<Section> sections = new ArrayList<>();
        if (inventory.has(Conv2dSpec.class)) {
            sections.add(convolutions.convolution());
        }
        if (inventory.has(SeparableConv2dSpec.class)) {
            sections.add(convolutions.separable());
        }
        if (inventory.has(ActivationSpec.class)) {
            sections.add(ActivationPart.section(inventory, examples));
        }
        if (inventory.has(MaxPool2dSpec.class)) {
            sections.add(poolings.max());
        }
        if (inventory.has(AvgPool2dSpec.class)) {
            sections.add(poolings.average());
        }
        if (inventory.has(GlobalAvgPoolSpec.class)) {
            sections.add(poolings.global());
        }
        if (inventory.has(BatchNormSpec.class)) {
            sections.add(BatchNormPart.section(inventory, examples));
        }
        if (inventory.has(DropoutSpec.class)) {
            sections.add(DropoutPart.section(inventory, examples));
        }
        if (inventory.has(DenseSpec.class) || inventory.has(FlattenSpec.class)) {
            sections.add(DensePart.section(inventory, examples));
        }
        if (inventory.has(ResidualSpec.class)) {
            sections.add(blocks.residual());
        }
        if (inventory.has(SqueezeExciteSpec.class)) {
            sections.add(blocks.squeezeExcite());
        }
        return sections;
    }
}
