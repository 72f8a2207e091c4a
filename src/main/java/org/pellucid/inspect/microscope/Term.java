package org.pellucid.inspect.microscope;

import java.util.List;

/**
 * One summand: a product.
 *
 * @param factors at least one
 */
public record Term(List<Factor> factors) {
    public Term {
        factors = List.copyOf(factors);
    }

    static Term of(Factor... factors) {
        return new Term(List.of(factors));
    }

    /** The product. */
    public double value() {
        double product = 1;
        for (Factor factor : factors) {
            product *= factor.value();
        }
        return product;
    }
}
