package org.pellucid.train;

import java.util.List;
import java.util.function.DoubleConsumer;
import org.pellucid.data.Dataset;
import org.pellucid.engine.Options;
import org.pellucid.evaluate.Predictions;

/** One of a {@link Teacher}'s: somebody who says of each picture how likely each class is. */
interface Voice {
    /** Of what is said, to know it again: 64 hexadecimal digits. */
    String sha256();

    /** The classes that are told apart. */
    List<String> classes();

    /**
     * What is said of the pictures.
     *
     * @param pictures whose classes are all among those told apart
     * @return restricted to the pictures' classes
     */
    Predictions about(Dataset pictures, Options options, DoubleConsumer progress);
}
