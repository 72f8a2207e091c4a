package org.pellucid.data;

import org.pellucid.tensor.Rng;

/** Uniform draws from a stream named by a key; reusable, so that varying a picture allocates nothing. */
final class Draws {
    private long key;
    private long index;

    /** Starts the stream of this key from its beginning. */
    void start(long stream) {
        key = stream;
        index = 0;
    }

    /** Uniform in [0, 1), 24 bits. */
    float next() {
        return Rng.uniformAt(key, index++);
    }

    /** Uniform in [−bound, bound). */
    double within(double bound) {
        return bound * (2 * next() - 1);
    }

    /** Uniform in 0 … bound − 1. */
    int below(int bound) {
        // 48 bits, lest a large data set have pictures that are never drawn.
        double u = (next() + next() * 0x1p-24) * bound;
        return Math.min(bound - 1, (int) u);
    }

    /** Standard normal, by Marsaglia's polar method: it needs no sine, which on some platforms allocates. */
    double gaussian() {
        while (true) {
            double x = 2 * next() - 1;
            double y = 2 * next() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }

    /**
     * Gamma of this shape and scale 1, by Marsaglia and Tsang, <i>A simple method for generating gamma variables</i>,
     * ACM TOMS 2000; below 1 by their power of a uniform.
     */
    double gamma(double shape) {
        if (shape < 1) {
            double u = 1 - next();
            // exp(log u / shape) and not pow(u, 1 / shape), which allocates.
            return gamma(shape + 1) * StrictMath.exp(StrictMath.log(u) / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double t = 1 + c * x;
            double v = t * t * t;
            double u = 1 - next();
            if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Beta(α, α), as a share of two gammas; where both underflow, a coin decides. */
    double beta(double alpha) {
        double a = gamma(alpha);
        double b = gamma(alpha);
        return a + b > 0 ? a / (a + b) : next() < 0.5 ? 0 : 1;
    }
}
