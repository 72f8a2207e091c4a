package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Standardisation;

class ProvenanceTest {
    private static Provenance of(String created, String origin, String hash, int threads, double metric) {
        return new Provenance(
                "1", created, 1, origin, hash, "vector", "17", "cpu", threads, 1, Map.of("m", metric), "", List.of());
    }

    private static void refused(
            String created, String origin, String hash, int threads, double metric, String message) {
        assertThatThrownBy(() -> of(created, origin, hash, threads, metric))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("provenance expects " + message);
    }

    private static final String NOW = "2026-11-05T10:15:30Z";

    @Test
    void aMomentMustBeInUtc() {
        refused("5 November", "", "", 1, 0, "created as a moment in UTC such as 2026-11-05T10:15:30Z but gets '5 Nov");
    }

    @Test
    void noPathIsRecorded() {
        refused(
                NOW,
                "C:\\faces\\a.csv",
                "",
                1,
                0,
                "the name of the data's file without its path but gets 'C:\\faces\\");
    }

    @Test
    void aHashMustBeOne() {
        refused(NOW, "", "ABC", 1, 0, "a SHA-256 of 64 hexadecimal digits, or none, but gets 'ABC': ");
    }

    @Test
    void someThreadMustHaveTrained() {
        refused(NOW, "", "", 0, 0, "at least 1 thread and 0 epochs but gets 0 and 1: ");
    }

    @Test
    void metricsMustBeFinite() {
        refused(NOW, "", "", 1, Double.NaN, "finite metrics but gets m NaN: leave it out");
    }

    @Test
    void evaluationsOnTestDataAddUp() {
        assertThat(of(NOW, "", "", 1, 0)
                        .withOpenedTest("first")
                        .withOpenedTest("second")
                        .openedTest())
                .containsExactly("first", "second");
    }

    @Test
    void preprocessingMustHaveASize() {
        assertThatThrownBy(() -> new Preprocessing(1, 0, 48, Standardisation.none()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("preprocessing expects sizes of at least 1 but gets 1×0×48: ");
    }
}
