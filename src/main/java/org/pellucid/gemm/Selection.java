package org.pellucid.gemm;

import java.util.List;

/**
 * The backend chosen, and the probes made on the way.
 *
 * @param backend to be used
 * @param probes in the order made, the chosen one's last; those before it say why they were not taken
 */
public record Selection(Backend backend, List<Probe> probes) {
    public Selection {
        probes = List.copyOf(probes);
    }
}
