package org.pellucid.cli;

import java.util.Locale;
import org.pellucid.train.History;
import org.pellucid.train.TrainListener;

/** Shows a training: a live line on a terminal, and a line that stays for each epoch. */
final class TrainProgress implements TrainListener {
    private static final int BAR = 20;
    /** Share of an epoch that is taken to be training, before the first validation has been timed. */
    private static final double TRAINING_SHARE = 0.95;

    private final Console console;
    private final boolean quiet;
    private final int epochs;
    private final long began = System.nanoTime();
    private final double doneBefore;
    private double doneInFirst = -1;

    /**
     * @param epochs in all
     * @param before epochs that were done before this run
     */
    TrainProgress(Console console, boolean quiet, int epochs, int before) {
        this.console = console;
        this.quiet = quiet;
        this.epochs = epochs;
        this.doneBefore = before;
    }

    @Override
    public void batch(int epoch, int done, int of, double loss, double accuracy, double imagesPerSecond) {
        if (doneInFirst < 0) {
            doneInFirst = epoch - 1 - doneBefore + TRAINING_SHARE * (done - 1) / of;
        }
        if (quiet || !console.wantsLine()) {
            return;
        }
        console.show(String.format(
                Locale.ROOT,
                "%s  %s  loss %.4f  acc %.4f  %,.0f img/s  %s",
                label(epoch),
                Console.bar((double) done / of, BAR),
                loss,
                accuracy,
                imagesPerSecond,
                left(epoch - 1 + TRAINING_SHARE * done / of)));
    }

    @Override
    public void validating(int epoch, double done) {
        if (!quiet && console.wantsLine()) {
            console.show(label(epoch) + "  " + Console.bar(done, BAR) + "  validating  "
                    + left(epoch - 1 + TRAINING_SHARE + (1 - TRAINING_SHARE) * done));
        }
    }

    private String left(double done) {
        double mine = done - doneBefore - doneInFirst;
        double all = epochs - doneBefore - doneInFirst;
        return Console.left(mine / all, (System.nanoTime() - began) * 1e-9);
    }

    @Override
    public void epoch(History.Epoch e, boolean best) {
        if (!quiet) {
            console.note(
                    "%s  loss %.4f  acc %.4f   validation loss %.4f  acc @|bold %.4f|@ %s  %,5.0f img/s  %6.1f s",
                    label(e.epoch()),
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.validationLoss(),
                    e.validationAccuracy(),
                    best ? "@|yellow ★|@" : " ",
                    e.imagesPerSecond(),
                    e.seconds());
        }
    }

    private String label(int epoch) {
        String total = Integer.toString(epochs);
        return " ".repeat(total.length() - Integer.toString(epoch).length()) + epoch + "/" + total;
    }
}
