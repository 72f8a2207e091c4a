package org.pellucid;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages run one way: what each may use stands here, and nowhere else. */
class ArchitectureTest {
    private static final String ROOT = "org.pellucid.";

    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("spec", List.of());
        MAY_USE.put("tensor", List.of());
        MAY_USE.put("gemm", List.of());
        MAY_USE.put("evaluate", List.of());
        MAY_USE.put("textbook", List.of("spec"));
        MAY_USE.put("engine", List.of("spec", "tensor", "gemm"));
        MAY_USE.put("data", List.of("tensor"));
        MAY_USE.put("model", List.of("spec", "tensor", "gemm", "engine", "data"));
        MAY_USE.put("train", List.of("model", "evaluate", "engine", "data", "spec", "tensor", "gemm"));
        MAY_USE.put("inspect", List.of("model", "textbook", "engine", "data", "spec", "tensor", "gemm"));
        MAY_USE.put(
                "report",
                List.of(
                        "train",
                        "inspect",
                        "evaluate",
                        "model",
                        "textbook",
                        "engine",
                        "data",
                        "spec",
                        "tensor",
                        "gemm"));
    }

    private static JavaClasses main;

    @BeforeAll
    static void readClasses() {
        main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.pellucid");
    }

    private static List<String> rooms() {
        return List.copyOf(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyWhatItMay(String room) {
        List<String> others = new ArrayList<>(MAY_USE.keySet());
        others.add("cli");
        others.remove(room);
        others.removeAll(MAY_USE.get(room));
        String[] forbidden = others.stream().map(other -> ROOT + other + "..").toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(main);
    }

    @Test
    void onlyGemmKnowsTheNativeBlas() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "gemm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jblas..")
                .check(main);
    }

    @Test
    void onlyGemmAndTheKernelsKnowTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "gemm..", ROOT + "engine.simd..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(main);
    }

    @Test
    void theEngineIsOurOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "engine..", ROOT + "textbook..", ROOT + "tensor..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "jdk.incubator.vector..", "org.pellucid..")
                .check(main);
    }

    @Test
    void onlyTheTerminalPrintsAndExits() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(main);
    }

    @Test
    void everyRoomIsOnThePlan() {
        List<String> packages = main.stream()
                .map(c -> c.getPackageName())
                .distinct()
                .filter(p -> p.startsWith(ROOT))
                .map(p -> p.substring(ROOT.length()).split("\\.", 2)[0])
                .distinct()
                .filter(p -> !p.equals("cli"))
                .toList();

        assertThat(MAY_USE.keySet()).containsAll(packages);
    }

    @Test
    void theGroundStaysGround() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + "tensor..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + "tensor..")
                .check(main);
    }
}
