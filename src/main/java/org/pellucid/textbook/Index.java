package org.pellucid.textbook;

/**
 * Where the value [i, j, k, l] of a four-dimensional array stands in its flat array, row by row.
 *
 * @param sizeJ size of the second dimension
 * @param sizeK size of the third dimension
 * @param sizeL size of the fourth dimension
 */
record Index(int sizeJ, int sizeK, int sizeL) {
    /** The flat index of [i, j, k, l]. */
    int of(int i, int j, int k, int l) {
        // region:index-of
        return ((i * sizeJ + j) * sizeK + k) * sizeL + l;
        // end
    }

    /** Whether row k and column l lie inside, or in the padding around. */
    boolean inside(int k, int l) {
        return 0 <= k && k < sizeK && 0 <= l && l < sizeL;
    }
}
