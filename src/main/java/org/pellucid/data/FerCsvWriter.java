package org.pellucid.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** Writes FER2013's table {@code emotion,pixels,Usage}, so that anything that reads FER2013 reads the synthetic faces. */
public final class FerCsvWriter {
    private FerCsvWriter() {}

    /**
     * Writes every split, whole, and only then moves the file into place.
     *
     * @param path compressed by gzip where the name ends in {@code .gz}
     * @throws DataException if the pictures are not grey 48×48 of FER2013's seven classes, or the file cannot be written
     */
    public static void write(DataSource source, Path path) {
        for (Dataset data : source.splits().values()) {
            if (data.channels() != 1
                    || data.height() != FerCsv.EDGE
                    || data.width() != FerCsv.EDGE
                    || !data.classes().equals(Emotions.FER2013)) {
                throw new DataException(data.name() + ": expected grey pictures of 48×48 and the classes "
                        + String.join(", ", Emotions.FER2013) + " but got " + data.channels() + "×" + data.height()
                        + "×"
                        + data.width() + " and " + String.join(", ", data.classes()));
            }
        }
        Path target = path.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (OutputStream out = open(part, target)) {
                out.write("emotion,pixels,Usage\n".getBytes(StandardCharsets.US_ASCII));
                for (Split split : Split.values()) {
                    if (source.has(split)) {
                        rows(source.split(split), split, out);
                    }
                }
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be written: " + e + ": choose another place", e);
        } finally {
            // Gone already where all went well.
            part.toFile().delete();
        }
    }

    private static OutputStream open(Path part, Path target) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(part));
        return target.getFileName().toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
    }

    private static void rows(Dataset data, Split split, OutputStream out) throws IOException {
        byte[] pixels = data.pixels();
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < data.size(); i++) {
            row.setLength(0);
            row.append(data.label(i)).append(',');
            for (int p = 0; p < data.pictureSize(); p++) {
                row.append(p == 0 ? "" : " ").append(pixels[i * data.pictureSize() + p] & 0xFF);
            }
            row.append(',').append(split.usage()).append('\n');
            out.write(row.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }
}
