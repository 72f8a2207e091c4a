package org.pellucid.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionsCsvTest {
    private static final List<String> CLASSES = List.of("calm, quiet", "\"loud\"");

    private static StoredPredictions part(String usage, float p, String... ids) {
        float[] rows = new float[2 * ids.length];
        for (int i = 0; i < ids.length; i++) {
            rows[2 * i] = p;
            rows[2 * i + 1] = 1 - p;
        }
        return new StoredPredictions(
                "abc", usage, "whole", List.of(ids), List.of(ids), new Predictions(CLASSES, rows, new int[ids.length]));
    }

    @Test
    void isReadBackBitForBit() {
        List<StoredPredictions> all =
                List.of(part("PublicTest", 1 / 3f, "a", "b,c"), part("Training", 1e-30f, "\"q\""));
        List<StoredPredictions> back = PredictionsCsv.read(PredictionsCsv.write(all), "x");

        assertThat(back).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(back.get(i).ids()).isEqualTo(all.get(i).ids());
            assertThat(back.get(i).usage()).isEqualTo(all.get(i).usage());
            assertThat(back.get(i).predictions().classes()).isEqualTo(CLASSES);
            assertThat(back.get(i).predictions().probabilities())
                    .containsExactly(all.get(i).predictions().probabilities());
        }
    }

    @Test
    void newPredictionsReplaceThoseOfTheSameSplit() {
        List<StoredPredictions> all = List.of(part("PublicTest", 0.5f, "a"), part("Training", 0.5f, "a"));
        List<StoredPredictions> more = PredictionsCsv.with(all, part("PublicTest", 1, "a", "b"));

        assertThat(more).extracting(StoredPredictions::usage).containsExactly("Training", "PublicTest");
        assertThat(more.get(1).predictions().size()).isEqualTo(2);
    }

    @Test
    void picturesAreFoundByIdAndPixels() {
        assertThat(part("PublicTest", 1, "c", "x", "a").placesIn(part("PublicTest", 1, "a", "b", "c")))
                .containsExactly(2, -1, 0);
        assertThat(part("PublicTest", 1, "c", "x").subset(new int[] {1}).ids()).containsExactly("x");
    }

    @Test
    void refusesWhatIsNotSuchATable() {
        assertThatThrownBy(() -> PredictionsCsv.read("a,b\n", "p.csv"))
                .hasMessageStartingWith("p.csv, line 1: expected");
        String head = "data,usage,view,id,picture,label,a,b\n";
        assertThatThrownBy(() -> PredictionsCsv.read(head + "d,u,v,i,p,a,1\n", "p.csv"))
                .hasMessage("p.csv, line 2: expected 8 columns but got 7");
        assertThatThrownBy(() -> PredictionsCsv.read(head + "d,u,v,i,p,c,1,0\n", "p.csv"))
                .hasMessage("p.csv, line 2: expected a label out of a, b but got 'c'");
        assertThatThrownBy(() -> PredictionsCsv.read(head + "d,u,v,i,p,a,x,0\n", "p.csv"))
                .hasMessage("p.csv, line 2: expected a probability but got 'x'");
        assertThatThrownBy(() -> PredictionsCsv.read(head + "d,u,v,i,p,a,3,0\n", "p.csv"))
                .hasMessageStartingWith("p.csv: predictions expect probabilities from 0 to 1");
    }
}
