package org.pellucid.cli;

import picocli.CommandLine.Option;

/** What a training shows while it runs; none of it changes a weight. */
final class ViewOptions {
    @Option(
            names = "--watch",
            description =
                    "look at the training under the magnifier: watch.html, .csv and .json in --out tell of gradients, steps,"
                            + " dead ReLUs and the spread of weights and activations; the weights stay the same to the bit")
    private boolean watched;

    @Option(names = "--live", description = "draw accuracy.png and loss.png anew after every epoch")
    private boolean live;

    @Option(
            names = {"-q", "--quiet"},
            description = "print errors only, and at the end the folder")
    private boolean quiet;

    boolean watched() {
        return watched;
    }

    boolean live() {
        return live;
    }

    boolean quiet() {
        return quiet;
    }
}
