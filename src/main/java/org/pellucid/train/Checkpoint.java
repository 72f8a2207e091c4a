package org.pellucid.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.model.Safetensors;
import org.pellucid.tensor.Tensor;

/**
 * All that a training needs to go on as if it had never stopped: weights and running statistics, the optimiser's moments,
 * the moving average, the best epoch's weights, the history (from which schedule and early stopping follow) and the
 * position. Random draws need no state: they are named by seed, epoch, example and step.
 *
 * <p>On disk it is a safetensors file whose metadata hold the rest, written whole or not at all.
 */
public final class Checkpoint {
    private static final String KEY = "pellucid.checkpoint";

    private final Position position;
    private final History history;
    private final Map<String, Tensor> tensors;

    private record Meta(int format, Position position, History history) {}

    private static final int FORMAT = 1;

    Checkpoint(Position position, History history, Map<String, Tensor> tensors) {
        this.position = position;
        this.history = history;
        this.tensors = tensors;
    }

    Position position() {
        return position;
    }

    public History history() {
        return history;
    }

    /** Steps of the optimiser taken. */
    public long steps() {
        return position.steps();
    }

    /**
     * All tensors by name: {@code weights.} and {@code best.} of each parameter, {@code optimizer.0}, … of each learned one in
     * turn as many as the rule remembers; not to be written.
     */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /**
     * Writes the file in place of a former one.
     *
     * @throws org.pellucid.model.ModelException if that fails; a former file is then unchanged
     */
    public void save(Path file) {
        Safetensors.write(
                file, new LinkedHashMap<>(tensors), Map.of(KEY, Json.write(new Meta(FORMAT, position, history))));
    }

    /**
     * Reads a file that {@link #save} wrote.
     *
     * @throws org.pellucid.model.ModelException if it is cut short or no such file
     * @throws TrainException if it is not a checkpoint
     */
    public static Checkpoint load(Path file) {
        Safetensors.Contents contents = Safetensors.contents(file);
        String text = contents.metadata().get(KEY);
        if (text == null) {
            throw new TrainException(file + ": expected a checkpoint but its metadata lack " + KEY
                    + ": resume from the folder that training wrote");
        }
        Meta meta = Json.read(Json.parse(text, file.toString()), Meta.class, file.toString());
        if (meta.format() != FORMAT) {
            throw new TrainException(file + ": expected a checkpoint of format " + FORMAT + " but got format "
                    + meta.format() + ": resume with the version that wrote it");
        }
        return new Checkpoint(meta.position(), meta.history(), contents.tensors());
    }
}
