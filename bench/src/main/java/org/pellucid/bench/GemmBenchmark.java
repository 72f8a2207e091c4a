package org.pellucid.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Gemm;
import org.pellucid.tensor.Rng;

/**
 * Matrix products of every backend, one thread, on exact arrays.
 *
 * <p>The shapes are those of a small CNN: im2col with channels first (weights · patches), with channels last (patches ·
 * weights), dense layers, and their gradients.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1) // the compiler needs about two seconds for the vector loops
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g"}) // compilers differ from run to run; a fixed heap does not
@State(Scope.Benchmark)
public class GemmBenchmark {
    @Param({"reference", "jblas", "vector"})
    public String backend;

    /** op(A) op(B) m n k, where T says that a matrix is stored transposed. */
    @Param({
        "N N 512 512 512",
        "N N 32 2304 9",
        "N N 64 576 288",
        "N N 128 144 576",
        "N N 64 256 4608",
        "N N 2304 32 9",
        "N N 576 64 288",
        "N N 576 128 576",
        "T N 288 64 576",
        "N T 576 288 64",
        "N T 64 256 4608"
    })
    public String shape;

    private Gemm gemm;
    private boolean transposeA;
    private boolean transposeB;
    private int m;
    private int n;
    private int k;
    private float[] a;
    private float[] b;
    private float[] c;

    @Setup(Level.Trial)
    public void setUp() {
        gemm = Backends.select(backend).backend().create();
        String[] parts = shape.split(" ", -1);
        transposeA = parts[0].equals("T");
        transposeB = parts[1].equals("T");
        m = Integer.parseInt(parts[2]);
        n = Integer.parseInt(parts[3]);
        k = Integer.parseInt(parts[4]);
        Rng rng = Rng.of(1);
        a = uniform(rng, m * k);
        b = uniform(rng, k * n);
        c = new float[m * n];
        multiply();
        verify();
    }

    private static float[] uniform(Rng rng, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) rng.uniform(-1, 1);
        }
        return x;
    }

    /** A wrong product is not worth timing. */
    private void verify() {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double exact = 0;
                double sumAbs = 0;
                for (int p = 0; p < k; p++) {
                    double product =
                            (double) a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
                    exact += product;
                    sumAbs += Math.abs(product);
                }
                if (!(Math.abs(c[i * n + j] - exact) <= k * 0x1p-23 * sumAbs)) {
                    throw new IllegalStateException(backend + " " + shape + ": C[" + i + "," + j + "] should be "
                            + exact + ", not " + c[i * n + j]);
                }
            }
        }
    }

    @Benchmark
    public float[] multiply(Work work) {
        work.begin();
        multiply();
        work.end(2.0 * m * n * k);
        return c;
    }

    private void multiply() {
        gemm.multiply(transposeA, transposeB, m, n, k, a, 0, transposeA ? m : k, b, 0, transposeB ? k : n, 0, c, 0, n);
    }
}
