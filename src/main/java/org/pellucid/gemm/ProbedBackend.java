package org.pellucid.gemm;

/** A backend that can tell whether it loads. */
interface ProbedBackend extends Backend {
    /** Tries the backend, without ever failing; the answer never changes in one process. */
    Probe probe();
}
