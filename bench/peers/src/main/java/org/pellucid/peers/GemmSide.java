package org.pellucid.peers;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.pellucid.bench.FmaPeak;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Gemm;

/** One library's matrix product in a process of its own, one thread, on exact arrays. */
final class GemmSide {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private GemmSide() {}

    /** A product ready to be made again and again. */
    private interface Product {
        void multiply();
    }

    /** Serves orders {@code SECONDS SHAPE}: GFLOP/s by the clock and by the thread's processor time. */
    public static void main(String[] words) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            int space = order.indexOf(' ');
            GemmShape shape = GemmShape.of(order.substring(space + 1));
            double[] rates = measure(words[0], shape, Double.parseDouble(order.substring(0, space)));
            answers.println(rates[0] + " " + rates[1]);
            answers.flush();
        }
    }

    private static double[] measure(String side, GemmShape shape, double seconds) {
        if (side.equals("peak")) {
            float[] sink = new float[1];
            return rates(() -> sink[0] += FmaPeak.run(1e-3f), FmaPeak.flops(), seconds);
        }
        float[] a = shape.a();
        float[] b = shape.b();
        float[] c = new float[shape.m() * shape.n()];
        if (side.equals("openblas")) {
            try (FloatPointer pa = new FloatPointer(a);
                    FloatPointer pb = new FloatPointer(b);
                    FloatPointer pc = new FloatPointer(c)) {
                Product product = () -> openBlas(shape, pa, pb, pc);
                product.multiply();
                pc.get(c);
                shape.verify(side, c);
                return rates(product, shape.flops(), seconds);
            }
        }
        Product product = side.equals("netlib") ? () -> netlib(shape, a, b, c) : ours(side, shape, a, b, c);
        product.multiply();
        shape.verify(side, c);
        return rates(product, shape.flops(), seconds);
    }

    private static Product ours(String backend, GemmShape s, float[] a, float[] b, float[] c) {
        Gemm gemm = Backends.select(backend).backend().create();
        return () -> gemm.multiply(
                s.transposeA(), s.transposeB(), s.m(), s.n(), s.k(), a, 0, s.lda(), b, 0, s.ldb(), 0, c, 0, s.n());
    }

    private static void openBlas(GemmShape s, FloatPointer a, FloatPointer b, FloatPointer c) {
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                s.transposeA() ? openblas.CblasTrans : openblas.CblasNoTrans,
                s.transposeB() ? openblas.CblasTrans : openblas.CblasNoTrans,
                s.m(),
                s.n(),
                s.k(),
                1,
                a,
                s.lda(),
                b,
                s.ldb(),
                0,
                c,
                s.n());
    }

    /** Column by column, so that our matrices are transposed to it: Cᵀ = op(B)ᵀ · op(A)ᵀ. */
    private static void netlib(GemmShape s, float[] a, float[] b, float[] c) {
        JavaBLAS.getInstance()
                .sgemm(
                        s.transposeB() ? "T" : "N",
                        s.transposeA() ? "T" : "N",
                        s.n(),
                        s.m(),
                        s.k(),
                        1,
                        b,
                        s.ldb(),
                        a,
                        s.lda(),
                        0,
                        c,
                        s.n());
    }

    private static double[] rates(Product product, double flops, double seconds) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        long elapsed;
        long times = 0;
        do {
            product.multiply();
            times++;
            elapsed = System.nanoTime() - began;
        } while (elapsed < seconds * 1e9);
        return new double[] {times * flops / elapsed, times * flops / (THREADS.getCurrentThreadCpuTime() - cpu)};
    }
}
