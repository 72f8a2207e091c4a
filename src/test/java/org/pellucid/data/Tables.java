package org.pellucid.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small tables and files for tests. */
final class Tables {
    static final String HEADER = "emotion,pixels,Usage\n";

    private Tables() {}

    /** 2304 grey values that depend on a number. */
    static String pixels(int number) {
        return pixels(number, 2304);
    }

    static String pixels(int number, int n) {
        StringBuilder text = new StringBuilder();
        for (int p = 0; p < n; p++) {
            text.append(p == 0 ? "" : " ").append(pixel(number, p));
        }
        return text.toString();
    }

    static int pixel(int number, int p) {
        return (31 * number + 7 * p) % 256;
    }

    static String row(int emotion, int number, String usage) {
        return emotion + "," + pixels(number) + "," + usage + "\n";
    }

    static Path write(Path folder, String name, String text) {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        try (java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream()) {
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
