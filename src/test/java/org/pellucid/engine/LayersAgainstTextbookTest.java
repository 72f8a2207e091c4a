package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pellucid.inspect.Agreement;
import org.pellucid.inspect.EngineCheck;
import org.pellucid.inspect.EngineRunner;
import org.pellucid.inspect.Passage;
import org.pellucid.inspect.Subject;
import org.pellucid.inspect.TextbookRunner;
import org.pellucid.tensor.Rng;

/**
 * Every kind of layer in random geometries: forward, both backward passes and running statistics, within the proven bounds
 * of the textbook's, and with the same bits at any number of threads.
 */
class LayersAgainstTextbookTest {
    private static final long SEED = 20_261;
    private static final int GEOMETRIES = Integer.getInteger("pellucid.geometries", 12);

    private static List<Arguments> kindsAndBackends() {
        List<Arguments> all = new ArrayList<>();
        for (RandomLayers.Kind kind : RandomLayers.Kind.values()) {
            for (String backend : LoadableBackends.names()) {
                all.add(Arguments.of(kind, backend));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("kindsAndBackends")
    void agreesWithTheTextbook(RandomLayers.Kind kind, String backend) {
        TextbookRunner textbook = new TextbookRunner(SEED);
        EngineRunner engine =
                new EngineRunner(Options.of(LoadableBackends.of(backend)).seed(SEED));
        for (int i = 0; i < GEOMETRIES; i++) {
            Subject subject = RandomLayers.draw(kind, Rng.of(SEED, kind.ordinal(), i));

            Map<String, Agreement> found = new EngineCheck(textbook, engine).run(subject);

            assertThat(found)
                    .as("seed %d, geometry %d: %s, batch %d", SEED, i, subject.node(), subject.n())
                    .allSatisfy((tensor, agreement) ->
                            assertThat(agreement.share()).as(tensor).isLessThanOrEqualTo(1));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndBackends")
    void givesTheSameBitsAtAnyNumberOfThreads(RandomLayers.Kind kind, String backend) {
        for (int i = 0; i < GEOMETRIES / 2; i++) {
            Subject subject = RandomLayers.draw(kind, Rng.of(SEED, kind.ordinal(), i));
            Passage one = run(subject, backend, 1);
            for (int threads = 2; threads <= 3; threads++) {
                Passage several = run(subject, backend, threads);

                assertThat(several)
                        .as("%d threads, geometry %d: %s", threads, i, subject.node())
                        .usingRecursiveComparison()
                        .isEqualTo(one);
            }
        }
    }

    private static Passage run(Subject subject, String backend, int threads) {
        return new EngineRunner(Options.of(LoadableBackends.of(backend))
                        .threads(threads)
                        .seed(SEED))
                .run(subject);
    }
}
