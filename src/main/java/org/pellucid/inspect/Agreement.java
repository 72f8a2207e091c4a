package org.pellucid.inspect;

/**
 * How far the engine's values are from the textbook's.
 *
 * @param values compared
 * @param worst the largest absolute error
 * @param share the largest error as a share of its bound: at most 1
 */
public record Agreement(int values, double worst, double share) {
    public boolean passed() {
        return share <= 1; // NaN fails
    }

    /**
     * Compares value by value.
     *
     * @param engine what was computed
     * @param textbook what should have been
     * @param bound of the difference
     */
    public static Agreement of(double[] engine, double[] textbook, double[] bound) {
        double worst = 0;
        double share = 0;
        if (engine.length != textbook.length || engine.length != bound.length) {
            return new Agreement(engine.length, Double.NaN, Double.POSITIVE_INFINITY);
        }
        for (int i = 0; i < engine.length; i++) {
            double error = Math.abs(engine[i] - textbook[i]);
            worst = Math.max(worst, error);
            share = Math.max(share, error == 0 ? 0 : error / bound[i]);
        }
        return new Agreement(engine.length, worst, share);
    }
}
