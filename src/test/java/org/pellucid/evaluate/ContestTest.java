package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final List<String> THREE = List.of("a", "b", "c");
    private static final List<String> TWO = List.of("b", "a");

    /** Pictures named by number, each predicted with certainty. */
    private static Contest.Entrant entrant(
            String name, List<String> classes, int[] ids, int[] labels, int[] predicted) {
        float[] p = new float[labels.length * classes.size()];
        for (int i = 0; i < labels.length; i++) {
            p[i * classes.size() + predicted[i]] = 1;
        }
        List<String> names = IntStream.of(ids).mapToObj(Integer::toString).toList();
        return new Contest.Entrant(
                name,
                new StoredPredictions("d", "PublicTest", "whole", names, names, new Predictions(classes, p, labels)));
    }

    private static final int[] IDS = {0, 1, 2, 3, 4, 5};
    private static final int[] LABELS = {0, 0, 1, 1, 2, 2};
    private final Contest.Entrant good = entrant("good", THREE, IDS, LABELS, new int[] {0, 0, 1, 1, 2, 0});
    private final Contest.Entrant poor = entrant("poor", THREE, IDS, LABELS, new int[] {1, 0, 2, 1, 2, 2});
    /** Classes in another order, and pictures in another order: 3 and 2 are b, 1 and 0 are a. */
    private final Contest.Entrant special =
            entrant("special", TWO, new int[] {3, 2, 1, 0}, new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 0});

    private static Contest contest(Contest.Entrant... entrants) {
        return new Contest(List.of(entrants), new Bootstrap(100, 1, 0.95));
    }

    @Test
    void pairsOfTheSameClassesMeetOnAllPictures() {
        Contest.Pair pair = contest(good, poor).pairs().get(0);
        assertThat(pair.classes()).isEqualTo(THREE);
        assertThat(pair.comparison().n()).isEqualTo(6);
        assertThat(pair.comparison().onlyFirst()).isEqualTo(2);
        assertThat(pair.comparison().onlySecond()).isEqualTo(1);
        assertThat(pair.comparison().pValue()).isEqualTo(1);
    }

    @Test
    void aSpecialistMeetsAGeneralistOnItsOwnGround() {
        Contest.Pair pair = contest(good, special).pairs().get(0);
        assertThat(pair.classes()).isEqualTo(TWO);
        assertThat(pair.comparison().n()).isEqualTo(4);
        assertThat(pair.comparison().bothRight()).isEqualTo(3);
        assertThat(pair.comparison().onlyFirst()).isEqualTo(1);
    }

    @Test
    void theCorrectionIsOverAllPairs() {
        List<Contest.Pair> pairs = contest(good, poor, special).pairs();
        double[] p = pairs.stream().mapToDouble(x -> x.comparison().pValue()).toArray();
        assertThat(pairs.stream().mapToDouble(Contest.Pair::holm).toArray()).containsExactly(Holm.adjust(p));
    }

    @Test
    void groundsTellWhichModelForWhichClass() {
        List<Contest.Ground> grounds = contest(special, good, poor).grounds();
        assertThat(grounds).hasSize(2);
        Contest.Ground all = grounds.get(0);
        assertThat(all.names()).containsExactly("good", "poor");
        assertThat(all.support()).containsExactly(2, 2, 2);
        assertThat(all.recall()).isDeepEqualTo(new double[][] {{1, 0.5}, {1, 0.5}, {0.5, 1}});
        assertThat(all.best()).containsExactly(0, 0, 1);
        assertThat(all.p()).containsExactly(1, 1, 1);

        Contest.Ground two = grounds.get(1);
        assertThat(two.classes()).isEqualTo(TWO);
        assertThat(two.names()).containsExactly("special", "good", "poor");
        // Poor calls picture 2 a c; between a and b alone it has no opinion, and the lower index, b, wins.
        assertThat(two.recall()).isDeepEqualTo(new double[][] {{1, 1, 1}, {0.5, 1, 0.5}});
    }

    @Test
    void modelsWithoutTwoClassesInCommonAreNotCompared() {
        Contest.Entrant other = entrant("other", List.of("a", "x"), IDS, new int[6], new int[6]);
        assertThat(contest(good, other).pairs()).isEmpty();
    }

    @Test
    void refusesOtherLabels() {
        Contest.Entrant relabelled = entrant("relabelled", THREE, IDS, new int[] {0, 1, 1, 1, 2, 2}, LABELS);
        assertThatThrownBy(() -> contest(good, relabelled).pairs())
                .hasMessage("relabelled was judged under other labels than good: evaluate both on the same data");
    }
}
