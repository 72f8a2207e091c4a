package org.pellucid.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.pellucid.data.Emotions;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Backend;
import org.pellucid.model.Model;
import org.pellucid.model.Preprocessing;
import org.pellucid.model.Provenance;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;

/** Named models as they are before their first step. */
final class Untrained {
    private Untrained() {}

    /** A model of FER2013's seven classes with the weights drawn from the seed. */
    static Model of(String name, long seed, Backend backend) {
        NetworkSpec spec = Networks.of(name, Emotions.FER2013.size());
        Shape input = spec.input();
        Machine here = Machine.here();
        Preprocessing preprocessing =
                new Preprocessing(input.channels(), input.height(), input.width(), Standardisation.perImage());
        Provenance provenance = new Provenance(
                here.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                seed,
                "none",
                "",
                backend.name(),
                here.jdk(),
                here.cpu(),
                1,
                0,
                Map.of(),
                "",
                List.of());
        try (Network network =
                Network.compile(spec, Options.of(backend).batch(1).seed(seed).forInference())) {
            return Model.of(spec, network.parameters(), Emotions.FER2013, preprocessing, provenance);
        }
    }
}
