package org.pellucid.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pellucid.data.FerPlusMode;
import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.model.Fingerprint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole training in one file: network, data, labels, and every setting of {@link TrainConfig} but the backend, which is the
 * machine's affair. Nothing is left to a default, so that a later version's defaults change no recipe.
 *
 * <p>{@code {"about": …, "model": …, "dropout": …, "data": {…}, "test": …, "settings": {…}}}; the settings are written as in
 * {@code run.json}, less {@code backend} and {@code conv}. Fields {@code "teacher": {"models": …, "share": …, "temperature": …}}
 * and {@code "pretrained": …} may be there, too. Read strictly: what is unknown, missing or of another type is refused.
 *
 * @param name the file's, without {@code .json}
 * @param sha256 of the file
 * @param about in a sentence or two, what it is for
 * @param model a named model, or the path of a network written as JSON
 * @param dropout the rate of every dropout layer; null for the model's own
 * @param data what it is trained on
 * @param openTest whether the test split is opened at the end of the training; else {@code evaluate} opens it, once
 * @param settings how; its backend is not to be looked at
 * @param teacher what is learned from besides the labels; its models are folders or names of models that come along
 * @param pretrained whose weights it starts from: a folder or the name of a model that comes along
 */
public record Recipe(
        String name,
        String sha256,
        String about,
        String model,
        Double dropout,
        Data data,
        boolean openTest,
        TrainConfig settings,
        Optional<Teaching> teacher,
        Optional<String> pretrained) {
    /** Those that the program brings along. */
    public static final List<String> NAMES = List.of(
            "seed-3",
            "seed-7",
            "facex-7",
            "vgg-7",
            "vgg-7-tuned",
            "vgg-wide-7",
            "vgg-wide-7-tuned",
            "vgg-wide-7-sharp",
            "ferplus-vgg");

    private static final String ANY_BACKEND = "any";
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";

    /** Whose labels. */
    public enum Labels {
        /** The data's own. */
        OWN,
        /** The majority of FER+'s votes. */
        FERPLUS_MAJORITY,
        /** FER+'s votes as probabilities. */
        FERPLUS_SOFT
    }

    /**
     * What a recipe is trained on.
     *
     * @param source {@code fer2013}, or another name of what {@code --data} is to give; or {@code synthetic:…}, which needs none
     * @param classes to keep, in this order; empty for all
     * @param labels whose
     */
    public record Data(String source, List<String> classes, Labels labels) {
        public Data {
            classes = List.copyOf(classes);
        }
    }

    private record Document(
            String about,
            String model,
            Double dropout,
            Data data,
            String test,
            JsonNode settings,
            Teaching teacher,
            String pretrained) {}

    /**
     * One that the program brings along, or a file.
     *
     * @param nameOrFile one of {@link #NAMES}, or the path of a file
     * @throws TrainException if there is none, or it is not all it should be
     */
    public static Recipe load(String nameOrFile) {
        byte[] bytes = NAMES.contains(nameOrFile) ? shipped(nameOrFile) : file(nameOrFile);
        String last = Path.of(nameOrFile).getFileName().toString();
        return parse(last.replaceFirst("\\.json$", ""), nameOrFile, bytes);
    }

    private static byte[] shipped(String name) {
        String resource = "/recipes/" + name + ".json";
        try (InputStream in = Recipe.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new TrainException(
                        "the program lacks its recipe " + resource + ": build it anew, or give the file");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new TrainException(
                    "the recipe " + resource + " cannot be read: " + e.getMessage() + ": give the file", e);
        }
    }

    private static byte[] file(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new TrainException(
                    "unknown recipe '" + file + "': expected one of " + String.join(", ", NAMES)
                            + ", or the path of a recipe.json",
                    e);
        } catch (IOException e) {
            throw new TrainException("the recipe " + file + " cannot be read: " + e + ": check the file", e);
        }
    }

    static Recipe parse(String name, String origin, byte[] bytes) {
        JsonNode root = Json.parse(new String(bytes, StandardCharsets.UTF_8), origin, MEND);
        if (root instanceof ObjectNode fields) {
            for (String mayBeAbsent : List.of("teacher", "pretrained")) {
                if (!fields.has(mayBeAbsent)) {
                    fields.putNull(mayBeAbsent);
                }
            }
        }
        Document document = Json.read(root, Document.class, origin, MEND);
        if (!List.of(OPEN, CLOSED).contains(document.test())) {
            throw new TrainException(origin + ": expected test to be open or closed but got '" + document.test() + "'");
        }
        if (!(document.settings() instanceof ObjectNode settings)) {
            throw new TrainException(origin + ": expected settings to be an object but got " + document.settings());
        }
        for (String machine : List.of("backend", "conv")) {
            if (settings.has(machine)) {
                throw new TrainException(origin + ": settings." + machine
                        + " does not belong in a recipe, for it is the machine's affair: take it out, and give --"
                        + (machine.equals("backend") ? "gemm" : machine) + " when training");
            }
        }
        ObjectNode whole = settings.deepCopy().put("backend", ANY_BACKEND).put("conv", ConvAlgorithm.AUTO.name());
        TrainConfig config = Json.read(whole, TrainConfig.class, origin + ", settings", MEND);
        return new Recipe(
                name,
                Fingerprint.sha256(bytes),
                document.about(),
                document.model(),
                document.dropout(),
                document.data(),
                document.test().equals(OPEN),
                config,
                Optional.ofNullable(document.teacher()),
                Optional.ofNullable(document.pretrained()));
    }

    private static final String MEND = "see recipes/vgg-7.json for a whole one";

    /** The settings on a machine's backend. */
    public TrainConfig settings(String backend, ConvAlgorithm conv) {
        return settings.on(backend, conv);
    }

    /**
     * The data it asks for; the location is empty where {@code --data} is to give it, as is the votes' file.
     */
    public DataChoice choice() {
        boolean drawn = data.source().startsWith("synthetic");
        return new DataChoice(
                drawn ? data.source() : "",
                data.classes(),
                "",
                data.labels() == Labels.FERPLUS_SOFT ? FerPlusMode.SOFT : FerPlusMode.MAJORITY);
    }

    /** Whether FER+'s votes label its pictures. */
    public boolean needsVotes() {
        return data.labels() != Labels.OWN;
    }
}
