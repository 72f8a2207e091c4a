package org.pellucid.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * Reads FER2013's table: a row for each picture, with columns {@code emotion}, {@code pixels} (48·48 grey values, row by
 * row) and {@code Usage} in any order; spaces about the names, as in {@code icml_face_data.csv}, do not matter.
 *
 * <p>A parser of bytes, since the file has 75 million numbers: each is read once, from the stream into the picture.
 */
final class FerCsv {
    static final int EDGE = 48;
    private static final int PIXELS = EDGE * EDGE;
    private static final int LONGEST_WORD = 40;

    private final String file;
    private final ByteScanner in;
    private final byte[] picture = new byte[PIXELS];
    private final byte[] word = new byte[LONGEST_WORD];
    private int label;
    private Split split;

    private FerCsv(String file, ByteScanner in) {
        this.file = file;
        this.in = in;
    }

    static DataSource read(Path path, LoadOptions options) {
        String name = path.getFileName().toString();
        FerPlus votes = options.ferPlus() == null ? null : FerPlus.read(options.ferPlus(), options.mode());
        ByteScanner[] open = new ByteScanner[1];
        try (ByteScanner in = new ByteScanner(path, options.progress())) {
            open[0] = in;
            return new FerCsv(name, in).read(options, votes);
        } catch (EOFException | ZipException e) {
            throw new DataException(
                    name + ", line " + (open[0] == null ? 1 : open[0].line())
                            + ": expected a whole gzip file but it is cut short or damaged ("
                            + e.getMessage() + "): copy or download it again",
                    e);
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e, e);
        }
    }

    private DataSource read(LoadOptions options, FerPlus votes) throws IOException {
        Column[] columns = header();
        ClassChoice choice =
                new ClassChoice(file, votes == null ? Emotions.FER2013 : Emotions.FER_PLUS, options.classes());
        Map<Split, SplitBuilder> builders = new EnumMap<>(Split.class);
        boolean resize = options.height() != EDGE || options.width() != EDGE;
        byte[] resized = resize ? new byte[options.height() * options.width()] : picture;
        int rows = 0;
        int kept = 0;
        for (skipBlankLines(); in.peek() != ByteScanner.END; skipBlankLines()) {
            int line = in.line();
            row(columns, line);
            int row = rows++;
            int old = votes == null ? label : votes.label(row, split, file, line);
            int renumbered = old < 0 ? -1 : choice.label(old);
            if (renumbered < 0) {
                continue;
            }
            if (resize) {
                Resize.grey(picture, EDGE, EDGE, resized, options.height(), options.width());
            }
            float[] shares = votes == null ? null : votes.probabilities(row);
            float[] soft = shares == null ? null : choice.probabilities(shares);
            builders.computeIfAbsent(split, s -> new SplitBuilder(choice.classes(), options.height(), options.width()))
                    .add(resized, renumbered, soft, "row " + row);
            kept++;
        }
        if (rows == 0) {
            throw new DataException(
                    file + ", line 2: expected rows after the header but the file ends: download it again");
        }
        if (votes != null) {
            votes.expectRows(rows, file);
        }
        if (kept == 0) {
            throw new DataException(file + ": none of its " + rows + " rows is of the classes "
                    + String.join(", ", choice.classes()) + ": choose others");
        }
        Map<Split, Dataset> splits = new EnumMap<>(Split.class);
        for (Split s : Split.values()) {
            SplitBuilder builder = builders.remove(s);
            if (builder != null) {
                splits.put(s, builder.build(file + " " + s.usage()));
            }
        }
        return DataSource.of(votes == null ? file : file + " with " + votes.origin(), splits, choice.classes());
    }

    private Column[] header() throws IOException {
        StringBuilder text = new StringBuilder();
        while (in.peek() != ByteScanner.END && in.peek() != '\n' && text.length() < 200) {
            text.append((char) in.next());
        }
        boolean whole = in.next() == '\n' || in.peek() == ByteScanner.END;
        // A byte order mark reads as these three characters here.
        String line = text.toString().replaceFirst("^\u00EF\u00BB\u00BF", "").strip();
        if (line.isEmpty() && in.peek() == ByteScanner.END) {
            throw new DataException(
                    file + " is empty: expected a header emotion,pixels,Usage and rows: download it again");
        }
        List<Column> columns = new ArrayList<>();
        for (String name : line.split(",", -1)) {
            columns.add(
                    switch (name.replace("\"", "").strip().toLowerCase(Locale.ROOT)) {
                        case "emotion" -> Column.EMOTION;
                        case "pixels" -> Column.PIXELS;
                        case "usage" -> Column.USAGE;
                        default -> Column.OTHER;
                    });
        }
        for (Column needed : List.of(Column.EMOTION, Column.PIXELS, Column.USAGE)) {
            if (!whole || columns.stream().filter(needed::equals).count() != 1) {
                throw new DataException(
                        file + ", line 1: expected a header with the columns emotion, pixels and Usage but got \""
                                + printable(line) + "\": is this FER2013's fer2013.csv or icml_face_data.csv?");
            }
        }
        return columns.toArray(new Column[0]);
    }

    private void skipBlankLines() throws IOException {
        while (in.peek() == '\n' || in.peek() == '\r') {
            in.next();
        }
    }

    private void row(Column[] columns, int line) throws IOException {
        for (int c = 0; c < columns.length; c++) {
            switch (columns[c]) {
                case EMOTION -> emotion(line);
                case PIXELS -> pixels(line);
                case USAGE -> usage(line);
                case OTHER -> field();
            }
            int b = in.peek();
            boolean last = c == columns.length - 1;
            if (b == '\r') {
                in.next();
                b = in.peek();
            }
            if (last ? b != '\n' && b != ByteScanner.END : b != ',') {
                throw new DataException(file + ", line " + line + ": expected " + columns.length + " columns but got "
                        + (last ? "more" : "only " + (c + 1)) + ": mend or delete the row");
            }
            in.next();
        }
    }

    private void emotion(int line) throws IOException {
        String text = field();
        if (text.length() != 1 || text.charAt(0) < '0' || text.charAt(0) > '6') {
            throw new DataException(file + ", line " + line + ": expected an emotion 0…6 ("
                    + String.join(", ", Emotions.FER2013) + ") but got \"" + text + "\": mend or delete the row");
        }
        label = text.charAt(0) - '0';
    }

    private void usage(int line) throws IOException {
        String text = field();
        try {
            split = Split.ofUsage(text);
        } catch (DataException e) {
            throw new DataException(file + ", line " + line + ": " + e.getMessage() + ": mend or delete the row", e);
        }
    }

    private void pixels(int line) throws IOException {
        int n = 0;
        for (int b = in.peek(); !endsField(b); b = in.peek()) {
            if (b == ' ' || b == '"') {
                in.next();
                continue;
            }
            int value = 0;
            int digits = 0;
            while (b >= '0' && b <= '9' && digits < 4) {
                value = 10 * value + b - '0';
                digits++;
                in.next();
                b = in.peek();
            }
            boolean number = digits > 0 && digits < 4 && value <= 255 && (endsField(b) || b == ' ' || b == '"');
            if (!number) {
                String text = (digits == 0 ? "" : Integer.toString(value)) + token();
                throw new DataException(file + ", line " + line + ": expected grey values 0…255 but pixel " + (n + 1)
                        + " is \"" + text + "\": mend or delete the row");
            }
            if (n < PIXELS) {
                picture[n] = (byte) value;
            }
            n++;
        }
        if (n != PIXELS) {
            throw new DataException(file + ", line " + line + ": expected " + PIXELS + " pixels (48×48) but got " + n
                    + ": mend or delete the row");
        }
    }

    private static boolean endsField(int b) {
        return b == ',' || b == '\n' || b == '\r' || b == ByteScanner.END;
    }

    /** The rest of a token, for a message. */
    private String token() throws IOException {
        StringBuilder text = new StringBuilder();
        while (!endsField(in.peek()) && in.peek() != ' ' && in.peek() != '"' && text.length() < LONGEST_WORD) {
            text.append((char) in.next());
        }
        return printable(text.toString());
    }

    /** A short field without the spaces and quotes about it. */
    private String field() throws IOException {
        int n = 0;
        while (!endsField(in.peek())) {
            int b = in.next();
            if (n < LONGEST_WORD) {
                word[n++] = (byte) b;
            }
        }
        return printable(new String(word, 0, n, StandardCharsets.ISO_8859_1)
                .replace("\"", "")
                .strip());
    }

    private static String printable(String text) {
        String shortened = text.length() <= 60 ? text : text.substring(0, 60) + "…";
        return shortened.replaceAll("[^\\x20-\\x7E…]", "?");
    }
}
