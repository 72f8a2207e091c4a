package org.pellucid.gemm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jblas.NativeBlas;
import org.jblas.util.Logger;

/** Loads the native library of jblas, quietly, and finds out why where that fails. */
final class JblasLoader {
    private static final int SILENT = Logger.ERROR + 1;

    private JblasLoader() {}

    /**
     * The library is loaded by the first product; a 2×2 one shows that it also computes.
     *
     * @throws LinkageError or a RuntimeException, with the true reason
     */
    static void load() {
        // It logs to stderr, which pictures of progress and JSON share; what it has to say ends up in our own message.
        Logger.getLogger().setLevel(SILENT);
        float[] c = {Float.NaN, 0, 0, 0};
        try {
            NativeBlas.sgemm(
                    'N', 'N', 2, 2, 2, 1, new float[] {1, 2, 3, 4}, 0, 2, new float[] {5, 6, 7, 8}, 0, 2, 0, c, 0, 2);
        } catch (UnsatisfiedLinkError e) {
            explain();
            throw e;
        }
        if (c[0] != 23 || c[1] != 34 || c[2] != 31 || c[3] != 46) {
            throw new IllegalStateException("its 2×2 product is wrong");
        }
    }

    /** jblas swallows the error of the loader, so the loading is done once more by hand, on Linux, to see it. */
    private static void explain() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        String architecture = System.getProperty("os.arch");
        String flavour = architecture.equals("amd64") ? "amd64/sse3" : architecture;
        Path copy = null;
        try (InputStream library =
                NativeBlas.class.getResourceAsStream("/lib/static/Linux/" + flavour + "/libjblas.so")) {
            if (library == null) {
                throw new UnsatisfiedLinkError("jblas brings no library for Linux on " + architecture);
            }
            copy = Files.createTempFile("jblas", ".so");
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "it must be copied into the temporary folder " + System.getProperty("java.io.tmpdir") + " first: "
                            + e,
                    e);
        } finally {
            if (copy != null) {
                copy.toFile().delete();
            }
        }
    }
}
