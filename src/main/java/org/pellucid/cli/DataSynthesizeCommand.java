package org.pellucid.cli;

import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.SyntheticFaces;
import org.pellucid.model.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "synthesize",
        sortOptions = false,
        description = {
            "Draws faces from a seed, seven expressions in equal parts, and writes them as fer2013.csv is written (F.csv or"
                    + " F.csv.gz) or as folders of PNG pictures (DIR).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  pellucid data synthesize --out faces.csv.gz --train 4000 --validation 500 --test 1000",
            "  pellucid data synthesize --out faces --format png --train 70 --validation 0 --test 0"
        })
final class DataSynthesizeCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "F.csv|F.csv.gz|DIR",
            description = "what to write; it must not exist")
    private Path out;

    @Option(names = "--train", paramLabel = "N", description = "pictures of Training (default: 4000)")
    private int train = 4000;

    @Option(names = "--validation", paramLabel = "N", description = "pictures of PublicTest (default: 500)")
    private int validation = 500;

    @Option(names = "--test", paramLabel = "N", description = "pictures of PrivateTest (default: 1000)")
    private int test = 1000;

    @Option(
            names = {"-s", "--seed"},
            paramLabel = "N",
            description = "of the faces (default: 1)")
    private long seed = 1;

    @Option(
            names = "--format",
            paramLabel = "csv|png",
            description = "one table, or DIR/train|validation|test/CLASS/NUMBER.png (default: by the name of --out)")
    private String format;

    DataSynthesizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String name =
                out.getFileName() == null ? "" : out.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean csv = format == null ? name.endsWith(".csv") || name.endsWith(".csv.gz") : format.equals("csv");
        if (format != null && !csv && !format.equals("png")) {
            throw new UsageException("--format expects csv or png but gets '" + format + "'");
        }
        if (Files.exists(out)) {
            throw new UsageException(out + " exists already: choose another --out, or delete it first");
        }
        DataSource faces = SyntheticFaces.generate(train, validation, test, seed);
        if (csv) {
            AtomicFiles.write(out, stream -> table(faces, name.endsWith(".gz"), stream));
        } else {
            folders(faces);
        }
        console.result(
                "%s: %,d train, %,d validation, %,d test pictures, seed %d; SHA-256 of the content %s",
                out, train, validation, test, seed, faces.sha256());
        return Failures.OK;
    }

    private static void table(DataSource faces, boolean compressed, OutputStream stream) throws IOException {
        OutputStream bytes = compressed ? new GZIPOutputStream(stream) : stream;
        Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.US_ASCII));
        text.write("emotion,pixels,Usage\n");
        for (Map.Entry<Split, Dataset> entry : faces.splits().entrySet()) {
            Dataset pictures = entry.getValue();
            int size = pictures.pictureSize();
            for (int i = 0; i < pictures.size(); i++) {
                text.write(Integer.toString(pictures.label(i)));
                for (int p = 0; p < size; p++) {
                    text.write(p == 0 ? ',' : ' ');
                    text.write(Integer.toString(pictures.pixels()[i * size + p] & 0xFF));
                }
                text.write("," + entry.getKey().usage() + "\n");
            }
        }
        text.flush();
        if (bytes instanceof GZIPOutputStream gzip) {
            gzip.finish();
        }
    }

    private void folders(DataSource faces) throws IOException {
        for (Map.Entry<Split, Dataset> entry : faces.splits().entrySet()) {
            Path folder = out.resolve(entry.getKey().name().toLowerCase(Locale.ROOT));
            Dataset pictures = entry.getValue();
            for (String cls : faces.classes()) {
                Files.createDirectories(folder.resolve(cls));
            }
            for (int i = 0; i < pictures.size(); i++) {
                Path file = folder.resolve(faces.classes().get(pictures.label(i)))
                        .resolve(String.format(Locale.ROOT, "%05d.png", i));
                BufferedImage image = picture(pictures, i);
                AtomicFiles.write(file, stream -> png(image, stream));
            }
        }
    }

    private static void png(BufferedImage image, OutputStream stream) throws IOException {
        if (!ImageIO.write(image, "png", stream)) {
            throw new UncheckedIOException(new IOException("this Java cannot write PNG pictures"));
        }
    }

    private static BufferedImage picture(Dataset pictures, int i) {
        int size = pictures.pictureSize();
        BufferedImage image = new BufferedImage(pictures.width(), pictures.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = new byte[size];
        System.arraycopy(pictures.pixels(), i * size, pixels, 0, size);
        image.getRaster().setDataElements(0, 0, pictures.width(), pictures.height(), pixels);
        return image;
    }
}
