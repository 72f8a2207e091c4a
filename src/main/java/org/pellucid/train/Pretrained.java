package org.pellucid.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pellucid.model.Model;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Node;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * A trained model whose weights a network starts from instead of drawn ones: fine-tuning.
 *
 * <p>The last layer's units stand for classes. A unit takes the weights of the model's unit for the class of the same name, and
 * keeps its drawn ones where the model does not know its class; so a model of seven emotions starts one of three. All other
 * tensors, running statistics included, are taken as they are.
 */
public final class Pretrained {
    private final String folder;
    private final Model model;

    private Pretrained(String folder, Model model) {
        this.folder = folder;
        this.model = model;
    }

    /**
     * Reads the model.
     *
     * @param folder of it
     * @throws org.pellucid.model.ModelException if it holds no whole model
     */
    public static Pretrained load(String folder) {
        return new Pretrained(folder, Model.load(Path.of(folder)));
    }

    /**
     * Reads the very model that a run notes.
     *
     * @throws org.pellucid.model.ModelException if its folder holds no whole model
     * @throws TrainException if it holds other weights by now
     */
    public static Pretrained again(PretrainedUse noted) {
        Pretrained found = load(noted.model());
        if (!found.use().equals(noted)) {
            throw new TrainException("the run started from weights of SHA-256 " + noted.weightsSha256() + " but "
                    + noted.model() + " holds others: bring them back, or start a new run");
        }
        return found;
    }

    /** What a run notes of it. */
    public PretrainedUse use() {
        return new PretrainedUse(folder, model.provenance().weightsSha256());
    }

    /** Whether a unit of the last layer will start from this model's: whether it knows one of the classes. */
    public boolean knowsAnyOf(List<String> classes) {
        return classes.stream().anyMatch(model.classes()::contains);
    }

    /**
     * Copies the weights into a network.
     *
     * @param spec of the network
     * @param classes in the order of its logits
     * @param parameters all that the spec names; none is written if one does not fit
     * @throws TrainException if the network differs in more than its classes
     */
    void copyTo(NetworkSpec spec, List<String> classes, List<Parameter> parameters) {
        String head = lastWithParameters(spec);
        requireSameBut(head, spec.name(), parameters);
        for (Parameter p : parameters) {
            Tensor from = model.weights().get(p.name());
            if (p.name().startsWith(head)) {
                copyUnits(classes, from, p.value());
            } else {
                System.arraycopy(from.data(), 0, p.value().data(), 0, from.size());
            }
        }
    }

    /** The name of the last layer that has any, with its dot. */
    private static String lastWithParameters(NetworkSpec spec) {
        String last = "";
        for (Node top : spec.nodes()) {
            for (Node node : top.flatten()) {
                last = node.parameters().isEmpty() ? last : node.name() + ".";
            }
        }
        return last;
    }

    private void requireSameBut(String head, String network, List<Parameter> parameters) {
        Map<String, Tensor> weights = model.weights();
        for (Parameter p : parameters) {
            Tensor from = weights.get(p.name());
            boolean fits = from != null
                    && (p.name().startsWith(head)
                            ? unitsAlike(from, p.value())
                            : from.hasShape(p.value().shape()));
            if (!fits) {
                throw refusal(
                        network,
                        from == null ? "no " + p.name() : p.name() + " " + from,
                        p.value().toString());
            }
        }
        if (weights.size() != parameters.size()) {
            throw refusal(network, weights.size() + " tensors of weights", Integer.toString(parameters.size()));
        }
    }

    private TrainException refusal(String network, String has, String expected) {
        return new TrainException("the pretrained model " + folder + ", of network '"
                + model.spec().name() + "', has " + has + " but network '" + network + "' expects " + expected
                + ": take a model of the same network, or train that one with --model");
    }

    /** Whether two tensors differ at most in the number of units, their first dimension. */
    private boolean unitsAlike(Tensor from, Tensor to) {
        int[] shape = to.shape().clone();
        shape[0] = model.classes().size();
        return from.hasShape(shape);
    }

    private void copyUnits(List<String> classes, Tensor from, Tensor to) {
        int unit = from.size() / model.classes().size();
        for (int c = 0; c < classes.size(); c++) {
            int at = model.classes().indexOf(classes.get(c));
            if (at >= 0) {
                System.arraycopy(from.data(), at * unit, to.data(), c * unit, unit);
            }
        }
    }
}
