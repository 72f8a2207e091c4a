package org.pellucid.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Every output is a weighted sum of all inputs: y = W x + b, W of [units, features].
 *
 * @param units outputs
 * @param bias whether b is there
 */
public record DenseSpec(int units, boolean bias) implements LayerSpec {
    public DenseSpec {
        if (units < 1) {
            throw new SpecException("dense expects at least 1 unit but gets " + units);
        }
    }

    /** With bias. */
    public static DenseSpec of(int units) {
        return new DenseSpec(units, true);
    }

    @Override
    public String type() {
        return "dense";
    }

    @Override
    public String prefix() {
        return "dense";
    }

    @Override
    public Shape output(Shape in) {
        if (!in.isFlat()) {
            throw new SpecException("expects a vector but gets " + in + ": put flatten or global-avg-pool before it");
        }
        return Shape.flat(units);
    }

    @Override
    public List<ParameterSpec> parameters(Shape in) {
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(ParameterSpec.weight(in.size(), units, units, in.size()));
        if (bias) {
            parameters.add(ParameterSpec.perChannel("bias", ParameterSpec.Role.BIAS, units));
        }
        return parameters;
    }

    @Override
    public long macs(Shape in) {
        return (long) in.size() * units;
    }
}
