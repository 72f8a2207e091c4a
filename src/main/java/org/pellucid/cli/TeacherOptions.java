package org.pellucid.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pellucid.spec.Shape;
import org.pellucid.train.Teacher;
import org.pellucid.train.TeacherUse;
import org.pellucid.train.Teaching;
import picocli.CommandLine.Option;

/** From whom a network learns besides the labels. */
final class TeacherOptions {
    private static final List<String> NONE = List.of("none");

    @Option(
            names = "--teacher",
            paramLabel = "DIR",
            description =
                    "learn from a trained model, too (knowledge distillation): the folder that training wrote, or the name of"
                            + " a model in data/models; or from what crossval or data soft-labels wrote down about each"
                            + " picture; given more than once, from the mean; none for the labels alone (default: none)")
    private List<String> teachers;

    @Option(
            names = "--teacher-share",
            paramLabel = "X",
            description = "the teacher's share of each target, the rest being the label's, above 0 and at most 1"
                    + " (default: 0.7)")
    private Double share;

    @Option(
            names = "--teacher-temperature",
            paramLabel = "T",
            description =
                    "soften what the teacher says, p ∝ p^(1/T); above 1 for one that is too sure of itself (default: 1)")
    private Double temperature;

    /** Whether a teacher is asked for, or what only one can have. */
    boolean given(Optional<Teaching> base) {
        return teachers == null ? base.isPresent() || numbered() : !teachers.equals(NONE);
    }

    private boolean numbered() {
        return share != null || temperature != null;
    }

    /**
     * The teaching, its models as folders; what was not given being taken from another.
     *
     * @throws UsageException if a model is not to be found, or share or temperature are given without one
     */
    Optional<Teaching> over(Optional<Teaching> base) {
        boolean none = NONE.equals(teachers);
        if (none || (teachers == null && base.isEmpty())) {
            if (numbered()) {
                throw new UsageException("--teacher-share and --teacher-temperature expect a teacher but there is none:"
                        + " add --teacher DIR");
            }
            return Optional.empty();
        }
        List<String> models = teachers != null ? teachers : base.orElseThrow().models();
        return Optional.of(new Teaching(
                models.stream().map(TeacherOptions::require).toList(),
                share != null ? share : base.map(Teaching::share).orElse(Teaching.SHARE),
                temperature != null
                        ? temperature
                        : base.map(Teaching::temperature).orElse(1.0)));
    }

    /** The folder of a model, or of answers that were written down; absolute, so that a run can be resumed from elsewhere. */
    private static Optional<Path> find(String name) {
        return Optional.of(Path.of(name))
                .filter(Teacher::holdsAnswers)
                .map(folder -> folder.toAbsolutePath().normalize())
                .or(() -> ModelFolder.find(name));
    }

    private static String require(String name) {
        return find(name)
                .orElseThrow(() -> new UsageException("there is no teacher '" + name
                        + "': expected a folder with model.json, the name of one in data/models, or a folder that crossval or"
                        + " data soft-labels wrote"))
                .toString();
    }

    private static boolean holdsTeacher(Path folder) {
        return ModelFolder.holdsModel(folder) || Teacher.holdsAnswers(folder);
    }

    /** What of a recipe's teaching the options changed, by name. */
    static List<String> changes(Optional<Teaching> recipe, Optional<Teaching> taken) {
        List<String> changed = new ArrayList<>();
        if (!models(recipe).equals(models(taken))) {
            changed.add("teacher");
        }
        if (recipe.isPresent() && taken.isPresent()) {
            if (recipe.get().share() != taken.get().share()) {
                changed.add("teacherShare");
            }
            if (recipe.get().temperature() != taken.get().temperature()) {
                changed.add("teacherTemperature");
            }
        }
        return changed;
    }

    private static List<String> models(Optional<Teaching> teaching) {
        return teaching.map(Teaching::models).orElse(List.of()).stream()
                .map(name -> find(name).map(Path::toString).orElse(name))
                .toList();
    }

    /**
     * The very teacher that a run began with, which may lie elsewhere by now.
     *
     * @param began what the run notes of it
     * @param input of the network
     * @throws UsageException if it is another, or gone
     */
    Optional<Teacher> again(Optional<TeacherUse> began, Shape input) {
        if (began.isEmpty()) {
            if (given(Optional.empty())) {
                throw new UsageException("--resume goes on without a teacher, as the run began: leave --teacher out");
            }
            return Optional.empty();
        }
        TeacherUse noted = began.get();
        String wanted = "--resume needs the teacher the run began with, " + described(noted) + ", but ";
        if (teachers == null) {
            for (String folder : noted.models()) {
                if (!holdsTeacher(Path.of(folder))) {
                    throw new UsageException(wanted + folder
                            + " is gone: bring it back, or say with --teacher where the teacher lies now");
                }
            }
        }
        Teaching asked = over(Optional.of(noted.teaching()))
                .orElseThrow(() -> new UsageException(wanted + "--teacher is none: leave it out"));
        Teacher teacher = Teacher.load(asked, input);
        TeacherUse found = teacher.use();
        if (!found.weightsSha256().equals(noted.weightsSha256())) {
            throw new UsageException(wanted + "it is " + described(found)
                    + ": say with --teacher where the same weights lie, or start a new run");
        }
        if (found.share() != noted.share() || found.temperature() != noted.temperature()) {
            throw new UsageException("--resume goes on with the teacher's share and temperature the run began with, "
                    + noted.share() + " and " + noted.temperature() + ", but gets " + found.share() + " and "
                    + found.temperature() + ": leave them out");
        }
        return Optional.of(teacher);
    }

    /** Such as {@code vgg-7 (weights 1234abcd…), cv (answers 5678abcd…)}. */
    static String described(TeacherUse use) {
        List<String> each = new ArrayList<>();
        for (int m = 0; m < use.models().size(); m++) {
            String folder = use.models().get(m);
            String what = Teacher.holdsAnswers(Path.of(folder)) ? "answers" : "weights";
            each.add(ModelFolder.described(folder, what, use.weightsSha256().get(m)));
        }
        return String.join(", ", each);
    }
}
