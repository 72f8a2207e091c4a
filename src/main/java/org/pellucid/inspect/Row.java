package org.pellucid.inspect;

import java.util.Optional;

/**
 * One line of the certificate: one tensor of one layer.
 *
 * @param layer name in its network
 * @param type of the layer, such as {@code conv2d}
 * @param tensor {@code x}, {@code y} or a parameter's name within the layer
 * @param textbook the textbook's gradient against differences; empty where the tensor has no gradient of its own
 * @param engine the engine against the textbook; empty for a composite layer, whose parts are compared instead
 */
public record Row(
        String layer, String type, String tensor, Optional<Differences> textbook, Optional<Agreement> engine) {
    public boolean passed() {
        return textbook.map(Differences::passed).orElse(true)
                && engine.map(Agreement::passed).orElse(true);
    }
}
