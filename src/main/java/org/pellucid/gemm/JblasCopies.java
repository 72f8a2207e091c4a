package org.pellucid.gemm;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.jblas.NativeBlas;

/**
 * As many copies of jblas as there are processors, made as they are needed, so that threads need not wait for each other.
 *
 * <p>The OpenBLAS in jblas 1.2.5 is built for a single thread and without locks: two calls at once may take the same one of its
 * buffers, and now and then a product comes out wrong. But what they would share is a native library's variables, and each class
 * loader that loads jblas gets a library, and variables, of its own. Where there are more multipliers than copies, those that have
 * one together take turns at it.
 */
final class JblasCopies {
    private static final int MOST = Runtime.getRuntime().availableProcessors();
    private static final List<Copy> COPIES = new ArrayList<>();
    private static int next;

    private JblasCopies() {}

    /** @param lock to be held during each call */
    record Copy(Sgemm sgemm, SpinLock lock) {}

    /**
     * The next copy in turn.
     *
     * @throws GemmException if it cannot be loaded, such as from a temporary folder that is full
     */
    static synchronized Copy next() {
        if (next == COPIES.size()) {
            COPIES.add(next == 0 ? new Copy(new JblasSgemm(), new SpinLock()) : another());
        }
        Copy copy = COPIES.get(next);
        next = (next + 1) % MOST;
        return copy;
    }

    private static Copy another() {
        try {
            Object sgemm = new Apart(
                            new URL[] {place(NativeBlas.class), place(JblasSgemm.class)},
                            JblasCopies.class.getClassLoader())
                    .loadClass(JblasSgemm.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return new Copy((Sgemm) sgemm, new SpinLock());
        } catch (InvocationTargetException e) {
            throw notOnceMore(e.getCause());
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw notOnceMore(e);
        }
    }

    private static GemmException notOnceMore(Throwable cause) {
        return new GemmException("gemm backend 'jblas' has loaded for one thread, but not once more for another: "
                + JblasBackend.reason(cause) + ", or use one thread");
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Loads jblas, and what of this package calls it, once more instead of taking what its parent has loaded. */
    private static final class Apart extends URLClassLoader {
        Apart(URL[] places, ClassLoader parent) {
            super(places, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.jblas.")
                    && !name.equals(JblasSgemm.class.getName())
                    && !name.equals(JblasLoader.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
