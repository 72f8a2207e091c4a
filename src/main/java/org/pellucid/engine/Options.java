package org.pellucid.engine;

import org.pellucid.gemm.Backend;
import org.pellucid.gemm.Backends;

/**
 * How a network is compiled.
 *
 * @param backend who multiplies matrices
 * @param threads at least 1; changes the speed, never the result
 * @param batch the largest number of examples in one pass
 * @param seed of the initial weights and of dropout
 * @param training whether backward passes will be asked for; without them, half of the memory is saved
 * @param inputGradient whether {@link Network#inputGradient()} will be asked for; without it, the first layer saves
 *     a third of its work
 * @param drawn whether the parameters get their first values; without, they are zeros, for others to be copied in
 * @param initialiser how the weights are drawn
 * @param conv how convolutions are computed; all but im2col and auto need the {@code vector} backend
 */
public record Options(
        Backend backend,
        int threads,
        int batch,
        long seed,
        boolean training,
        boolean inputGradient,
        boolean drawn,
        Initialiser initialiser,
        ConvAlgorithm conv) {
    public Options {
        if (threads < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "expects at least 1 thread and a batch of at least 1 but gets " + threads + " and " + batch);
        }
        if (!conv.runsOn(backend.name())) {
            throw new IllegalArgumentException(
                    "convolution by " + conv.label() + " expects the backend vector but gets " + backend.name()
                            + ": choose the backend vector, or the convolution im2col or auto");
        }
    }

    /** One thread, batches of at most 64, seed 1, for training, weights as He et al. draw them. */
    public static Options of(Backend backend) {
        return new Options(backend, 1, 64, 1, true, false, true, Initialiser.HE_NORMAL, ConvAlgorithm.AUTO);
    }

    public Options threads(int count) {
        return new Options(backend, count, batch, seed, training, inputGradient, drawn, initialiser, conv);
    }

    public Options batch(int examples) {
        return new Options(backend, threads, examples, seed, training, inputGradient, drawn, initialiser, conv);
    }

    public Options seed(long value) {
        return new Options(backend, threads, batch, value, training, inputGradient, drawn, initialiser, conv);
    }

    public Options initialiser(Initialiser rule) {
        return new Options(backend, threads, batch, seed, training, inputGradient, drawn, rule, conv);
    }

    public Options conv(ConvAlgorithm algorithm) {
        return new Options(backend, threads, batch, seed, training, inputGradient, drawn, initialiser, algorithm);
    }

    /** Whether the Vector API can be used: its backend was probed before it was handed out. */
    boolean vector() {
        return backend.name().equals("vector");
    }

    /** Whether loops over values run on vectors: beside jblas, too, where the Vector API is there. */
    boolean vectorLoops() {
        return vector() || (backend.name().equals("jblas") && Backends.loads("vector"));
    }

    /** Whether max-pools may melt into the convolutions before them: on the reference backend each layer's output can be looked at. */
    boolean fusesPools() {
        return !backend.name().equals("reference");
    }

    /** For forward passes alone. */
    public Options forInference() {
        return new Options(backend, threads, batch, seed, false, false, drawn, initialiser, conv);
    }

    /** For backward passes down to the input. */
    public Options withInputGradient() {
        return new Options(backend, threads, batch, seed, true, true, drawn, initialiser, conv);
    }

    /** For weights that will be copied in: to draw millions takes as long as to tell a picture. */
    public Options undrawn() {
        return new Options(backend, threads, batch, seed, training, inputGradient, false, initialiser, conv);
    }
}
