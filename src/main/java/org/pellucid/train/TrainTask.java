package org.pellucid.train;

import java.util.List;
import org.pellucid.data.Dataset;
import org.pellucid.data.Standardisation;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Shape;

/**
 * What is to be trained, on what.
 *
 * @param spec of the network
 * @param train pictures to learn from
 * @param validation pictures to choose by: the best epoch, the end, the learning rate's drops
 * @param standardisation of both, fitted on the first
 */
public record TrainTask(NetworkSpec spec, Dataset train, Dataset validation, Standardisation standardisation) {
    /** @throws TrainException if network and pictures do not fit each other */
    public TrainTask {
        for (Dataset data : List.of(train, validation)) {
            Shape picture = new Shape(data.channels(), data.height(), data.width());
            if (!picture.equals(spec.input())) {
                throw new TrainException("network '" + spec.name() + "' expects pictures of " + spec.input()
                        + " but those of " + data.name() + " are " + picture);
            }
            if (data.classes().size() != spec.classes()) {
                throw new TrainException("network '" + spec.name() + "' tells " + spec.classes() + " classes apart but "
                        + data.name() + " has " + data.classes().size() + " ("
                        + String.join(", ", data.classes()) + "): let its last layer have as many units as classes");
            }
        }
    }
}
