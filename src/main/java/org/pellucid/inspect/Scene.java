package org.pellucid.inspect;

import java.util.List;

/**
 * What a training step was of, in words, for whoever reads its numbers.
 *
 * @param model the network's name
 * @param weights where they come from
 * @param pictures the batch: where each picture comes from
 * @param classes the names of the classes, in the order of the logits
 * @param notes what else there is to know, a sentence each
 */
public record Scene(String model, String weights, List<String> pictures, List<String> classes, List<String> notes) {
    public Scene {
        pictures = List.copyOf(pictures);
        classes = List.copyOf(classes);
        notes = List.copyOf(notes);
    }
}
