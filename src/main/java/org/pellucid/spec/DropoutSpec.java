package org.pellucid.spec;

/**
 * While training, sets each value to zero with the probability {@code rate} and divides the others by 1 − rate;
 * otherwise does nothing. Source: Srivastava et al., JMLR 15, 2014 (in its inverted form).
 *
 * @param rate in [0, 1)
 */
public record DropoutSpec(double rate) implements LayerSpec {
    public DropoutSpec {
        if (!(rate >= 0 && rate < 1)) {
            throw new SpecException("dropout expects a rate of at least 0 and less than 1 but gets " + rate);
        }
    }

    @Override
    public String type() {
        return "dropout";
    }

    @Override
    public String prefix() {
        return "dropout";
    }

    @Override
    public Shape output(Shape in) {
        return in;
    }
}
