package org.pellucid.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stored predictions as a table, a row a picture: {@code data,usage,view,id,picture,label}, then the probability of each class
 * under its name. Probabilities are written so that reading gives the same bits. RFC 4180, line feeds, UTF-8.
 */
public final class PredictionsCsv {
    private static final List<String> HEAD = List.of("data", "usage", "view", "id", "picture", "label");

    private PredictionsCsv() {}

    /**
     * The table of a model's predictions.
     *
     * @param all of the same classes, at least one
     */
    public static String write(List<StoredPredictions> all) {
        List<String> classes = all.get(0).predictions().classes();
        StringBuilder text = new StringBuilder();
        List<String> header = new ArrayList<>(HEAD);
        header.addAll(classes);
        line(text, header);
        for (StoredPredictions part : all) {
            Predictions p = part.predictions();
            if (!p.classes().equals(classes)) {
                throw new IllegalArgumentException("a table of predictions expects one list of classes but gets "
                        + classes + " and " + p.classes());
            }
            for (int i = 0; i < p.size(); i++) {
                List<String> row = new ArrayList<>(List.of(
                        part.data(),
                        part.usage(),
                        part.view(),
                        part.ids().get(i),
                        part.pictures().get(i),
                        classes.get(p.labels()[i])));
                for (int c = 0; c < classes.size(); c++) {
                    row.add(Float.toString(p.probability(i, c)));
                }
                line(text, row);
            }
        }
        return text.toString();
    }

    /** The predictions with others in addition, or in place of those of the same data, split and view. */
    public static List<StoredPredictions> with(List<StoredPredictions> former, StoredPredictions added) {
        List<StoredPredictions> all = new ArrayList<>(former);
        all.removeIf(part -> part.isOfTheSame(added));
        all.add(added);
        return all;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param origin of the text, for messages
     * @throws IllegalArgumentException that names the line, what was expected and what was got
     */
    public static List<StoredPredictions> read(String text, String origin) {
        List<String> lines = text.lines().toList();
        List<String> header = lines.isEmpty() ? List.of() : cells(lines.get(0));
        if (header.size() < HEAD.size() + 2 || !header.subList(0, HEAD.size()).equals(HEAD)) {
            throw new IllegalArgumentException(origin + ", line 1: expected the header " + String.join(",", HEAD)
                    + " and at least two classes but got '" + String.join(",", header) + "': is this predictions.csv?");
        }
        List<String> classes = header.subList(HEAD.size(), header.size());
        Map<List<String>, List<Row>> parts = new LinkedHashMap<>();
        for (int n = 1; n < lines.size(); n++) {
            Row row = row(cells(lines.get(n)), classes, origin + ", line " + (n + 1));
            parts.computeIfAbsent(row.part(), part -> new ArrayList<>()).add(row);
        }
        List<StoredPredictions> all = new ArrayList<>();
        parts.forEach((part, rows) -> all.add(gather(part, rows, classes, origin)));
        return all;
    }

    private record Row(List<String> part, String id, String picture, int label, float[] p) {}

    private static Row row(List<String> cells, List<String> classes, String where) {
        if (cells.size() != HEAD.size() + classes.size()) {
            throw new IllegalArgumentException(
                    where + ": expected " + (HEAD.size() + classes.size()) + " columns but got " + cells.size());
        }
        int label = classes.indexOf(cells.get(5));
        if (label < 0) {
            throw new IllegalArgumentException(where + ": expected a label out of " + String.join(", ", classes)
                    + " but got '" + cells.get(5) + "'");
        }
        float[] p = new float[classes.size()];
        for (int c = 0; c < p.length; c++) {
            String cell = cells.get(HEAD.size() + c);
            try {
                p[c] = Float.parseFloat(cell);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(where + ": expected a probability but got '" + cell + "'", e);
            }
        }
        return new Row(List.copyOf(cells.subList(0, 3)), cells.get(3), cells.get(4), label, p);
    }

    private static StoredPredictions gather(List<String> part, List<Row> rows, List<String> classes, String origin) {
        float[] p = new float[rows.size() * classes.size()];
        int[] labels = new int[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(rows.get(i).p(), 0, p, i * classes.size(), classes.size());
            labels[i] = rows.get(i).label();
        }
        try {
            return new StoredPredictions(
                    part.get(0),
                    part.get(1),
                    part.get(2),
                    rows.stream().map(Row::id).toList(),
                    rows.stream().map(Row::picture).toList(),
                    new Predictions(classes, p, labels));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + ": " + e.getMessage(), e);
        }
    }

    private static void line(StringBuilder text, List<String> cells) {
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            // A line feed would part the row; no name of a class or picture needs one.
            String flat = cell.replaceAll("[\\r\\n]+", " ");
            boolean plain = flat.indexOf(',') < 0 && flat.indexOf('"') < 0;
            text.append(c > 0 ? "," : "").append(plain ? flat : '"' + flat.replace("\"", "\"\"") + '"');
        }
        text.append('\n');
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    cell.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
