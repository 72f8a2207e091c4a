package org.pellucid.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pellucid.spec.DropoutSpec;
import org.pellucid.spec.LayerSpec;
import org.pellucid.spec.NamedModels;
import org.pellucid.spec.NetworkJson;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.ResidualSpec;
import org.pellucid.spec.Shape;
import org.pellucid.spec.SpecException;

/** Networks by name or from a file. */
final class Networks {
    private Networks() {}

    /** The shape of the pictures that a network takes, before it is known how many classes there are. */
    static Shape input(String model) {
        return isFile(model) ? read(model).input() : NamedModels.FACE;
    }

    /**
     * A named model for that many classes, or the network of a file as it is.
     *
     * @throws SpecException if there is no such model or file
     */
    static NetworkSpec of(String model, int classes) {
        return isFile(model) ? read(model) : NamedModels.create(model, NamedModels.FACE, classes);
    }

    private static boolean isFile(String model) {
        return !NamedModels.names().contains(model) && (model.endsWith(".json") || Files.isRegularFile(Path.of(model)));
    }

    private static NetworkSpec read(String file) {
        try {
            return NetworkJson.read(Files.readString(Path.of(file)), file);
        } catch (IOException e) {
            throw new SpecException("cannot read the network " + file + ": " + Failures.reason(e)
                    + ": give the path of a spec.json, or one of " + String.join(", ", NamedModels.names()));
        }
    }

    /** The same network with every dropout at this rate. */
    static NetworkSpec withDropout(NetworkSpec spec, double rate) {
        return new NetworkSpec(spec.name(), spec.input(), withDropout(spec.layers(), rate));
    }

    private static List<LayerSpec> withDropout(List<LayerSpec> layers, double rate) {
        List<LayerSpec> changed = new ArrayList<>();
        for (LayerSpec layer : layers) {
            if (layer instanceof DropoutSpec) {
                changed.add(new DropoutSpec(rate));
            } else if (layer instanceof ResidualSpec residual) {
                changed.add(
                        new ResidualSpec(withDropout(residual.body(), rate), withDropout(residual.shortcut(), rate)));
            } else {
                changed.add(layer);
            }
        }
        return changed;
    }
}
