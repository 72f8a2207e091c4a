package org.pellucid.engine;

import java.util.List;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Probe;

/** The matrix products that this machine can do. */
final class LoadableBackends {
    private LoadableBackends() {}

    static List<String> names() {
        return Backends.probe().stream()
                .filter(Probe::loads)
                .map(Probe::backend)
                .toList();
    }

    static Backend of(String name) {
        return Backends.select(name).backend();
    }
}
