package org.pellucid.peers;

import org.pellucid.tensor.Rng;

/**
 * One matrix product C = op(A)·op(B), C of m×n, with k products a sum; T says that a matrix is stored transposed.
 *
 * @param transposeA whether A is stored k×m
 * @param transposeB whether B is stored n×k
 */
record GemmShape(boolean transposeA, boolean transposeB, int m, int n, int k) {
    /** As in {@code N T 64 256 4608}. */
    static GemmShape of(String text) {
        String[] parts = text.split(" ", -1);
        return new GemmShape(
                parts[0].equals("T"),
                parts[1].equals("T"),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]));
    }

    int lda() {
        return transposeA ? m : k;
    }

    int ldb() {
        return transposeB ? k : n;
    }

    double flops() {
        return 2.0 * m * n * k;
    }

    float[] a() {
        return uniform(1, m * k);
    }

    float[] b() {
        return uniform(2, k * n);
    }

    private static float[] uniform(long seed, int length) {
        Rng rng = Rng.of(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) rng.uniform(-1, 1);
        }
        return x;
    }

    /** A wrong product is not worth timing. */
    void verify(String side, float[] c) {
        float[] a = a();
        float[] b = b();
        for (int i = 0; i < m; i += 1 + m / 16) {
            for (int j = 0; j < n; j += 1 + n / 16) {
                double exact = 0;
                double sumAbs = 0;
                for (int p = 0; p < k; p++) {
                    double product =
                            (double) a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
                    exact += product;
                    sumAbs += Math.abs(product);
                }
                if (!(Math.abs(c[i * n + j] - exact) <= k * 0x1p-23 * sumAbs)) {
                    throw new IllegalStateException(side + " " + this + ": C[" + i + "," + j + "] should be " + exact
                            + ", not " + c[i * n + j]);
                }
            }
        }
    }
}
