package org.pellucid.cli;

import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Selection;
import picocli.CommandLine.Option;

/** Who computes. */
final class MachineOptions {
    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "threads; the result is the same at any number (default: one a processor)")
    Integer threads;

    @Option(
            names = "--gemm",
            paramLabel = "auto|reference|jblas|vector",
            description =
                    "who multiplies matrices: plain loops, native BLAS, or the JDK's Vector API; auto is the fastest"
                            + " that loads (default: auto)")
    String gemm;

    int threads() {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (count < 1 || count > 1024) {
            throw new UsageException("--threads expects 1 to 1024 but gets " + count);
        }
        return count;
    }

    Selection select() {
        return Backends.select(gemm == null ? "auto" : gemm);
    }
}
