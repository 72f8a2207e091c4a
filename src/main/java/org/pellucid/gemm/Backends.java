package org.pellucid.gemm;

import java.util.ArrayList;
import java.util.List;

/** The backends there are, and the choice among them. */
public final class Backends {
    private static final String AUTO = "auto";
    private static final ProbedBackend REFERENCE = new ReferenceBackend();
    private static final ProbedBackend JBLAS = new JblasBackend();
    private static final ProbedBackend VECTOR = new VectorBackend();

    private Backends() {}

    /** The names that {@link #select} knows besides {@code auto}. */
    public static List<String> names() {
        return List.of(REFERENCE.name(), JBLAS.name(), VECTOR.name());
    }

    /**
     * The backend of that name; {@code auto} is the fastest that loads, in the order vector, jblas, reference.
     *
     * @throws GemmException if the name is unknown, or the backend asked for cannot load here
     */
    public static Selection select(String name) {
        return select(name, List.of(VECTOR, JBLAS, REFERENCE));
    }

    static Selection select(String name, List<ProbedBackend> fastestFirst) {
        List<Probe> probes = new ArrayList<>();
        for (ProbedBackend backend : fastestFirst) {
            if (name.equals(AUTO) || name.equals(backend.name())) {
                Probe probe = backend.probe();
                probes.add(probe);
                if (probe.loads()) {
                    return new Selection(backend, probes);
                }
            }
        }
        if (probes.isEmpty()) {
            throw new GemmException(
                    "unknown gemm backend '" + name + "': use one of " + AUTO + ", " + String.join(", ", names()));
        }
        throw new GemmException(
                "gemm backend '" + name + "' cannot load: " + probes.get(0).detail());
    }

    /** Whether the backend of that name loads here. */
    public static boolean loads(String name) {
        return probe().stream().anyMatch(probe -> probe.backend().equals(name) && probe.loads());
    }

    /** Tries every backend, in the order of {@link #names}. */
    public static List<Probe> probe() {
        return List.of(REFERENCE.probe(), JBLAS.probe(), VECTOR.probe());
    }
}
