package org.pellucid.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes small tables in FER2013's form, right or wrong. */
final class Table48 {
    static final String HEADER = "emotion,pixels,Usage\n";

    private Table48() {}

    /** A row whose pixels depend on its number. */
    static String row(int label, int number, String usage) {
        return label + "," + pixels(2304, number) + "," + usage + "\n";
    }

    static String pixels(int count, int number) {
        return IntStream.range(0, count)
                .mapToObj(p -> Integer.toString((p * 7 + number * 13) % 256))
                .collect(Collectors.joining(" "));
    }

    static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    static byte[] gzip(String text) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
