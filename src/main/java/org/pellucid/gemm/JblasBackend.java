package org.pellucid.gemm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The native BLAS of jblas 1.2.5, where its library loads. */
final class JblasBackend implements ProbedBackend {
    private static final String CORE_TYPE = "OPENBLAS_CORETYPE";
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** Zen 3; the OpenBLAS in jblas is of 2020 and takes AMD's processors from then on for ones without AVX. */
    private static final int FIRST_UNKNOWN_FAMILY = 25;

    private final Runnable loader;
    private Probe probe;

    JblasBackend() {
        this(JblasLoader::load);
    }

    /** @param loader does what needs the native library, and throws if it cannot */
    JblasBackend(Runnable loader) {
        this.loader = loader;
    }

    @Override
    public String name() {
        return "jblas";
    }

    @Override
    public Gemm create() {
        return new JblasGemm(JblasCopies.next());
    }

    @Override
    public synchronized Probe probe() {
        // Kept: after a failure the JVM reports only that a class could not be initialised, no longer why.
        if (probe == null) {
            probe = load();
        }
        return probe;
    }

    private Probe load() {
        try {
            loader.run();
        } catch (LinkageError | RuntimeException e) {
            return new Probe(name(), false, reason(e));
        }
        return new Probe(name(), true, "jblas 1.2.5, native OpenBLAS" + advice(System.getenv(CORE_TYPE), processor()));
    }

    /** Why the native library did not load, and what to do. */
    static String reason(Throwable e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String remedy;
        if (message.contains("gfortran")) {
            remedy = "install libgfortran.so.5 (Debian, Ubuntu: apt-get install libgfortran5)";
        } else if (message.contains("temporary folder") || message.contains("failed to map segment")) {
            remedy = "name a folder that may hold programs with -Djava.io.tmpdir=FOLDER";
        } else {
            remedy = "use the vector or reference backend";
        }
        return "its native library does not load (" + message + "): " + remedy;
    }

    /** What to say of the environment variable, given its value and the lines that describe the processor. */
    static String advice(String coreType, List<String> processor) {
        if (coreType != null) {
            return ", " + CORE_TYPE + "=" + coreType;
        }
        boolean amd = processor.stream().anyMatch(line -> line.matches("vendor_id\\s*:\\s*AuthenticAMD"));
        int family = processor.stream()
                .filter(line -> line.matches("cpu family\\s*:\\s*\\d+"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        if (!amd || family < FIRST_UNKNOWN_FAMILY) {
            return "";
        }
        boolean avx512 = processor.stream().anyMatch(line -> line.matches("flags\\s*:.*\\bavx512f\\b.*"));
        return "; two to five times faster with " + CORE_TYPE + (avx512 ? "=SkylakeX" : "=Zen")
                + " set before java starts";
    }

    private static List<String> processor() {
        try {
            return Files.readAllLines(PROCESSOR);
        } catch (IOException elsewhereThanOnLinux) {
            return List.of();
        }
    }
}
