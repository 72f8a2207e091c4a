package org.pellucid.model;

import java.util.List;
import org.pellucid.spec.NetworkSpec;

/**
 * All of a model but its weights: what {@code model.json} says.
 *
 * @param spec of the network
 * @param classes one a logit, in their order
 * @param preprocessing what a picture goes through before it
 * @param provenance where the weights come from
 * @param weightsFileSha256 binds the description to the file of the weights
 */
public record Description(
        NetworkSpec spec,
        List<String> classes,
        Preprocessing preprocessing,
        Provenance provenance,
        String weightsFileSha256) {}
