package org.pellucid.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pellucid.model.AtomicFiles;

/**
 * What was seen of a training under the magnifier, epoch by epoch.
 *
 * @param epochs in order; some may be missing where a run went on without being watched
 */
public record WatchLog(List<Epoch> epochs) {
    /** Nothing yet. */
    public static final WatchLog EMPTY = new WatchLog(List.of());

    /**
     * One epoch.
     *
     * @param epoch from 1
     * @param steps that were measured; norms are means over these
     * @param layers those with parameters, in the order of the network
     * @param activations what the activations and the last layer gave for the probe at the epoch's end
     */
    public record Epoch(int epoch, int steps, List<Layer> layers, List<Activations> activations) {}

    /**
     * The parameters of a layer, all together.
     *
     * @param name such as {@code conv1}
     * @param gradientNorm ‖g‖₂, after clipping
     * @param updateNorm ‖Δw‖₂ of a step
     * @param weightNorm ‖w‖₂ before the step
     * @param ratio ‖Δw‖₂ / ‖w‖₂; about 10⁻³ is a healthy pace
     * @param weights of the layer at the epoch's end, without biases and shifts
     */
    public record Layer(
            String name, double gradientNorm, double updateNorm, double weightNorm, double ratio, Histogram weights) {}

    /**
     * What a layer gave for the probe, the first pictures of the validation split.
     *
     * @param name such as {@code relu1}
     * @param relu whether it is a ReLU: only then the next two mean something
     * @param dead share of channels, or units, that are 0 everywhere for every picture of the probe
     * @param zeros share of all values that are 0
     */
    public record Activations(String name, boolean relu, double dead, double zeros, Histogram values) {}

    /**
     * How often values fall into equal parts of a range.
     *
     * @param low the least value
     * @param high the greatest
     * @param counts one a part; the greatest value counts in the last
     */
    public record Histogram(double low, double high, int[] counts) {
        /** Parts of a range. */
        static final int BINS = 40;

        static Histogram of(List<float[]> values) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (float[] some : values) {
                for (float value : some) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (!(low <= high)) {
                return new Histogram(0, 0, new int[BINS]);
            }
            int[] counts = new int[BINS];
            double perBin = high > low ? BINS / (high - low) : 0;
            for (float[] some : values) {
                for (float value : some) {
                    counts[Math.min(BINS - 1, (int) ((value - low) * perBin))]++;
                }
            }
            return new Histogram(low, high, counts);
        }
    }

    public WatchLog {
        epochs = List.copyOf(epochs);
    }

    /** This and one more epoch. */
    WatchLog plus(Epoch next) {
        List<Epoch> all = new ArrayList<>(epochs);
        all.add(next);
        return new WatchLog(all);
    }

    /** The epochs up to one, that included. */
    public WatchLog upTo(int epoch) {
        return new WatchLog(epochs.stream().filter(e -> e.epoch() <= epoch).toList());
    }

    /** As a table: a line for each epoch and layer, and one for each epoch and activation. */
    public String csv() {
        StringBuilder text = new StringBuilder(
                "epoch,name,gradient_norm,update_norm,weight_norm,update_ratio,dead_share,zero_share\n");
        for (Epoch e : epochs) {
            for (Layer l : e.layers()) {
                text.append(e.epoch()).append(',').append(l.name());
                for (double value : new double[] {l.gradientNorm(), l.updateNorm(), l.weightNorm(), l.ratio()}) {
                    text.append(',').append(value);
                }
                text.append(",,\n");
            }
            for (Activations a : e.activations()) {
                text.append(e.epoch()).append(',').append(a.name()).append(",,,,,");
                text.append(a.relu() ? a.dead() + "," + a.zeros() : ",").append('\n');
            }
        }
        return text.toString();
    }

    /** Writes everything as JSON, histograms included. */
    public void save(Path file) {
        AtomicFiles.write(file, (Json.write(this) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #save} wrote; nothing if there is no such file.
     *
     * @throws TrainException if it is damaged
     */
    public static WatchLog load(Path file) {
        try {
            String text = Files.readString(file);
            return Json.read(Json.parse(text, file.toString()), WatchLog.class, file.toString());
        } catch (NoSuchFileException none) {
            return EMPTY;
        } catch (IOException e) {
            throw new TrainException(file + " cannot be read: " + e.getMessage() + ": check the file", e);
        }
    }
}
