package org.pellucid.engine;

import java.util.List;
import org.opentest4j.TestAbortedException;
import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.GemmException;
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

    /** A backend by its name; the test that asks for one that does not load here is passed over, and says why. */
    static Backend of(String name) {
        try {
            return Backends.select(name).backend();
        } catch (GemmException e) {
            throw new TestAbortedException(e.getMessage());
        }
    }
}
