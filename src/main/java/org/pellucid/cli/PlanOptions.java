package org.pellucid.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.train.DataChoice;
import org.pellucid.train.Recipe;
import org.pellucid.train.RecipeUse;
import org.pellucid.train.Teaching;
import org.pellucid.train.TrainConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to train, on what and how: a recipe, options beside it, or options alone. */
final class PlanOptions {
    static final String DEFAULT_MODEL = "seed";

    private static final String NONE = "none";
    private static final String VOTES = "fer2013new.csv";

    @Option(
            names = {"-r", "--recipe"},
            paramLabel = "NAME|FILE",
            description =
                    "a whole training in one file (see 'pellucid recipes'); options given beside it win, and run.json"
                            + " notes them")
    String recipe;

    @Mixin
    DataOptions data = new DataOptions();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|spec.json",
            description = "a named model (see 'pellucid models') or a network written as JSON (default: seed)")
    String model;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "give every dropout layer this rate, 0 to 1 (default: the model's own)")
    Double dropout;

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Option(
            names = "--pretrained",
            paramLabel = "DIR",
            description =
                    "start from a trained model's weights instead of drawn ones (fine-tuning): the folder that training wrote,"
                            + " or the name of a model in data/models, of the same network; its classes may be others; none to"
                            + " draw (default: none)")
    String pretrained;

    @Mixin
    TeacherOptions teacher = new TeacherOptions();

    /** The recipe that is asked for. */
    Optional<Recipe> recipe() {
        return Optional.ofNullable(recipe).map(Recipe::load);
    }

    /** The model's name or file. */
    String model(Optional<Recipe> followed) {
        return model != null ? model : followed.map(Recipe::model).orElse(DEFAULT_MODEL);
    }

    /** The network for that many classes. */
    NetworkSpec network(Optional<Recipe> followed, int classes) {
        Double rate = dropout != null ? dropout : followed.map(Recipe::dropout).orElse(null);
        return network(model(followed), rate, classes);
    }

    static NetworkSpec network(String name, Double dropout, int classes) {
        NetworkSpec spec = Networks.of(name, classes);
        return dropout == null ? spec : Networks.withDropout(spec, dropout);
    }

    /** What is learned from besides the labels, the models as folders. */
    Optional<Teaching> teaching(Optional<Recipe> followed) {
        return teacher.over(followed.flatMap(Recipe::teacher));
    }

    /**
     * The folder of the model whose weights are started from.
     *
     * @throws UsageException if it is not to be found
     */
    Optional<String> pretrained(Optional<Recipe> followed) {
        return Optional.ofNullable(pretrained)
                .or(() -> followed.flatMap(Recipe::pretrained))
                .filter(name -> !name.equals(NONE))
                .map(name -> ModelFolder.require("pretrained model", name));
    }

    TrainConfig settings(Optional<Recipe> followed, String backend, ConvAlgorithm conv) {
        return settings.over(
                followed.map(r -> r.settings(backend, conv)).orElseGet(() -> SettingOptions.defaults(backend, conv)));
    }

    /** The data: the recipe's where the options do not say otherwise, votes looked for beside the pictures. */
    DataChoice choice(Optional<Recipe> followed) {
        if (followed.isEmpty()) {
            return absolute(data.over(DataChoice.DEFAULT));
        }
        Recipe of = followed.get();
        DataChoice asked = data.over(of.choice());
        if (asked.location().isEmpty()) {
            throw new UsageException(
                    "recipe " + of.name() + " trains on " + of.data().source() + ": say where it lies with --data");
        }
        if (!of.needsVotes() || !asked.ferPlus().isEmpty()) {
            return absolute(asked);
        }
        Path beside = Path.of(asked.location()).toAbsolutePath().resolveSibling(VOTES);
        if (!Files.isRegularFile(beside)) {
            throw new UsageException("recipe " + of.name() + " needs the votes of FER+, and there is no " + VOTES
                    + " beside " + asked.location() + ": say where it lies with --ferplus");
        }
        return absolute(new DataChoice(asked.location(), asked.classes(), beside.toString(), asked.ferPlusMode()));
    }

    /** That the recipe is followed, and what the options changed of it. */
    Optional<RecipeUse> use(
            Optional<Recipe> followed, DataChoice choice, TrainConfig config, Optional<Teaching> teaching) {
        return followed.map(of -> new RecipeUse(of.name(), of.sha256(), changes(of, choice, config, teaching)));
    }

    private List<String> changes(Recipe of, DataChoice choice, TrainConfig config, Optional<Teaching> teaching) {
        List<String> changed = new ArrayList<>(config.differences(of.settings(config.backend(), config.conv())));
        if (model != null && !model.equals(of.model())) {
            changed.add("model");
        }
        if (dropout != null && !dropout.equals(of.dropout())) {
            changed.add("dropout");
        }
        if (!choice.classes().equals(of.choice().classes())) {
            changed.add("classes");
        }
        if (of.needsVotes() == choice.ferPlus().isEmpty()
                || choice.ferPlusMode() != of.choice().ferPlusMode()) {
            changed.add("labels");
        }
        changed.addAll(TeacherOptions.changes(of.teacher(), teaching));
        if (!pretrained(Optional.of(of)).equals(of.pretrained().map(ModelFolder::orName))) {
            changed.add("pretrained");
        }
        return changed;
    }

    /** So that a run can be resumed from another folder. */
    static DataChoice absolute(DataChoice choice) {
        return choice.isSynthetic()
                ? choice
                : new DataChoice(
                        Path.of(choice.location()).toAbsolutePath().normalize().toString(),
                        choice.classes(),
                        choice.ferPlus().isEmpty()
                                ? ""
                                : Path.of(choice.ferPlus())
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString(),
                        choice.ferPlusMode());
    }
}
