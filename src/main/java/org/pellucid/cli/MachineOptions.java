package org.pellucid.cli;

import org.pellucid.engine.ConvAlgorithm;
import org.pellucid.engine.Options;
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

    @Option(
            names = "--conv",
            paramLabel = "auto|direct|im2col|winograd",
            description =
                    "how convolutions are computed: from the picture straight into registers, as a matrix product, or with a"
                            + " quarter of the multiplications (3×3 only); direct and winograd need --gemm vector; auto is the fastest"
                            + " that fits (default: auto)")
    String conv;

    int threads() {
        return threads("--threads", threads == null ? Runtime.getRuntime().availableProcessors() : threads);
    }

    /** The number that the option gives. */
    static int threads(String option, int count) {
        if (count < 1 || count > 1024) {
            throw new UsageException(option + " expects 1 to 1024 but gets " + count);
        }
        return count;
    }

    Selection select() {
        Selection selection = Backends.select(gemm == null ? "auto" : gemm);
        convFor(selection.backend().name());
        return selection;
    }

    /** How convolutions are to be computed, on that backend. */
    ConvAlgorithm convFor(String backend) {
        ConvAlgorithm algorithm =
                conv == null ? ConvAlgorithm.AUTO : Choices.constant(ConvAlgorithm.class, "--conv", conv);
        if (!algorithm.runsOn(backend)) {
            throw new UsageException("--conv " + algorithm.label() + " needs the backend vector but the backend is "
                    + backend + ": leave --conv out, or see 'pellucid version' for what vector lacks");
        }
        return algorithm;
    }

    /** The engine's options on that backend. */
    Options options(Selection selection) {
        return Options.of(selection.backend())
                .threads(threads())
                .conv(convFor(selection.backend().name()));
    }
}
