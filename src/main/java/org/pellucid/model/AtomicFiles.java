package org.pellucid.model;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files whole: into a temporary file beside the target, synced to the disk, then moved into place at once.
 *
 * <p>Whatever goes wrong, the target holds either its former content or the new one, and no temporary stays behind. Only
 * a process killed while it writes may leave one, named {@code .target.0.tmp}, which is safe to delete.
 */
public final class AtomicFiles {
    private static final int MOST_TEMPORARIES = 1_000;

    private AtomicFiles() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all; need neither flush nor close. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes bytes.
     *
     * @throws ModelException if that fails; the target is then as it was
     */
    public static void write(Path target, byte[] bytes) {
        write(target, out -> out.write(bytes));
    }

    /**
     * Writes content.
     *
     * @throws ModelException if that fails; the target is then as it was
     */
    public static void write(Path target, Content content) {
        try (Staged staged = stage(target, content)) {
            staged.commit();
        }
    }

    /**
     * Writes content beside the target, to be moved into place later: the way to replace several files with as little as
     * possible between the first and the last.
     */
    static Staged stage(Path target, Content content) {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw failure(target, "there is something else of that name, not a file", null);
        }
        Path temporary;
        try {
            temporary = create(target);
        } catch (IOException e) {
            throw failure(target, reason(e), e);
        }
        Staged staged = new Staged(target, temporary);
        boolean done = false;
        // A plain stream, not a channel: an interrupt, such as Ctrl-C during a checkpoint, closes channels.
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
            done = true;
        } catch (IOException e) {
            throw failure(target, reason(e), e);
        } finally {
            if (!done) {
                staged.close();
            }
        }
        return staged;
    }

    /** Content on the disk, not yet in place; closing it uncommitted removes it. */
    static final class Staged implements AutoCloseable {
        private final Path target;
        private final Path temporary;
        private boolean committed;

        private Staged(Path target, Path temporary) {
            this.target = target;
            this.temporary = temporary;
        }

        void commit() {
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw failure(target, reason(e), e);
            }
            committed = true;
            syncFolder(target);
        }

        @Override
        public void close() {
            if (!committed) {
                delete(temporary);
            }
        }
    }

    /** Creating fails if the name is taken, so that two writers never share a temporary. */
    private static Path create(Path target) throws IOException {
        for (int i = 0; i < MOST_TEMPORARIES; i++) {
            try {
                return Files.createFile(target.resolveSibling("." + target.getFileName() + "." + i + ".tmp"));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
        throw new IOException("too many temporary files: delete ." + target.getFileName() + ".*.tmp");
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The write has failed already, and that is what is reported.
        }
    }

    /** Makes the move itself last through a power cut, where the system lets a folder be synced; not all do. */
    private static void syncFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is whole and in place all the same.
        }
    }

    private static ModelException failure(Path target, String reason, IOException cause) {
        return new ModelException(
                "cannot write " + target + ": " + reason
                        + ": make room or choose a folder that can be written to; what stood there is unchanged",
                cause);
    }

    /** Why reading or writing failed, without the path, which the message names already. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is something else of that name";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
