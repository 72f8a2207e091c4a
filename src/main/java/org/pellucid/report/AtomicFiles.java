package org.pellucid.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files written whole: a reader sees the old file or the new one, never half of either. */
final class AtomicFiles {
    private AtomicFiles() {}

    /**
     * Writes beside the target, then moves into place; whatever goes wrong, nothing half-written remains.
     *
     * @throws IOException that names the target, if its folder is missing or it cannot be written
     */
    static void write(Path target, byte[] content) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + target + ": its folder does not exist: create it first");
        }
        // Not Files.createTempFile, whose files nobody but their owner may read.
        Path part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                out.write(content);
            }
            move(part, target);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot write " + target + ": " + failure.getMessage() + ": make room or choose another folder",
                    failure);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
