package org.pellucid.engine;

/** Inference on fewer pictures than there are threads: these share out the rows of a convolution's output. */
final class SharedRows implements BatchLayer {
    private final Im2colConvolution convolution;
    private final int height;
    private final int threads;
    private final Workers.Task forwardTask = this::forwardPart;
    private int rows;

    /** @param height rows of one picture's output */
    SharedRows(Im2colConvolution convolution, int height, int threads) {
        this.convolution = convolution;
        this.height = height;
        this.threads = threads;
    }

    /** Whether a convolution is computed so. */
    static boolean fits(Plan plan) {
        return !plan.training() && plan.batch() < plan.gemms().length;
    }

    @Override
    public void prepare(Pass pass, Workers workers) {
        convolution.prepare(pass, workers);
    }

    @Override
    public void forward(Pass pass, Workers workers) {
        rows = pass.n() * height;
        workers.run(threads, forwardTask);
    }

    private void forwardPart(int part, int worker) {
        convolution.forwardRows(part * rows / threads, (part + 1) * rows / threads, worker);
    }

    @Override
    public void backward(Pass pass, Workers workers) {
        throw new IllegalStateException("compiled for inference: there is no backward pass");
    }
}
