package org.pellucid.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.pellucid.data.Dataset;
import org.pellucid.data.View;
import org.pellucid.engine.Network;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;
import org.pellucid.model.Model;

/** Asks a saved model about labelled pictures, in the very way in which training validates. */
public final class Evaluator {
    private static final int BATCH = 64;

    private Evaluator() {}

    /**
     * What the model says of every picture.
     *
     * @param data of the model's classes and size of picture
     * @param views through which each picture is seen; the probabilities are averaged over them
     * @param options of the engine: backend, threads, how convolutions are computed
     * @param progress told the share that is done
     * @throws org.pellucid.model.ModelException if the data are of other classes
     */
    public static Predictions predict(
            Model model, Dataset data, List<View> views, Options options, DoubleConsumer progress) {
        model.requireClasses(data.classes(), data.name());
        try (Network network = model.compile(options.batch(BATCH))) {
            List<Predictions> each = new ArrayList<>();
            for (View view : views) {
                int done = each.size();
                each.add(new Judge(network, data, model.preprocessing().standardisation(), BATCH, view)
                        .predict(data.name(), share -> progress.accept((done + share) / views.size())));
            }
            return views.size() == 1 ? each.get(0) : Predictions.mean(each);
        }
    }
}
