package org.pellucid.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/** A guided JShell session: paragraphs of prose and Java, taken one after another in the program's own JVM. */
final class Tour implements AutoCloseable {
    /** What a line says that the one above it gives. */
    static final String GIVES = "// → ";

    private final JShell shell;

    /**
     * What came of a piece of Java.
     *
     * @param code as it was written
     * @param value as JShell shows it; null if it has none
     * @param error a line; null if it went well
     */
    record Result(String code, String value, String error) {}

    Tour() {
        shell = JShell.builder().executionEngine("local").build();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            shell.addToClasspath(entry);
        }
        evaluate("import java.util.*;");
    }

    /** The paragraphs of a script: blank lines part them, but not within braces. */
    static List<List<String>> paragraphs(List<String> lines) {
        List<List<String>> all = new ArrayList<>();
        List<String> current = new ArrayList<>();
        int depth = 0;
        for (String line : lines) {
            if (line.isBlank() && depth == 0) {
                if (!current.isEmpty()) {
                    all.add(current);
                }
                current = new ArrayList<>();
            } else {
                current.add(line);
                String code = line.strip().startsWith("//") ? "" : line;
                depth += code.length() - code.replace("{", "").length();
                depth -= code.length() - code.replace("}", "").length();
            }
        }
        if (!current.isEmpty()) {
            all.add(current);
        }
        return all;
    }

    /** Runs the Java of a text, snippet by snippet; stops at the first that fails. */
    List<Result> evaluate(String text) {
        List<Result> results = new ArrayList<>();
        String rest = text;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String code = next.source() == null ? rest : next.source();
            Result result = result(code);
            results.add(result);
            if (result.error() != null || next.source() == null) {
                break;
            }
            rest = next.remaining();
        }
        return results;
    }

    private Result result(String code) {
        String value = null;
        String error = null;
        for (SnippetEvent event : shell.eval(code)) {
            if (event.causeSnippet() != null) {
                continue;
            }
            if (event.status() == Snippet.Status.REJECTED) {
                StringBuilder text = new StringBuilder();
                shell.diagnostics(event.snippet())
                        .forEach(d -> text.append(d.getMessage(Locale.ROOT)).append(' '));
                error = text.toString().strip().replaceAll("\\s+", " ");
            } else if (event.exception() != null) {
                error = String.valueOf(event.exception().getMessage());
            } else {
                value = event.value() == null || event.value().isEmpty() ? null : event.value();
            }
        }
        return new Result(code.strip(), value, error);
    }

    /** Text in quotes as it would be printed; other values as they are. */
    static String printed(String value) {
        boolean text = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"") && value.contains("\\n");
        return text ? value.substring(1, value.length() - 1).translateEscapes().stripTrailing() : value;
    }

    /**
     * Goes through one paragraph.
     *
     * @param prose told each line of it that is prose
     * @param java told what came of each piece of Java, with what the script says it gives, or null
     */
    void walk(List<String> paragraph, Consumer<String> prose, BiConsumer<Result, String> java) {
        StringBuilder code = new StringBuilder();
        for (String line : paragraph) {
            if (line.startsWith(GIVES)) {
                run(code, line.substring(GIVES.length()), java);
            } else if (line.startsWith("//")) {
                run(code, null, java);
                prose.accept(line.substring(2).stripTrailing());
            } else {
                code.append(line).append('\n');
            }
        }
        run(code, null, java);
    }

    private void run(StringBuilder code, String gives, BiConsumer<Result, String> java) {
        List<Result> results = evaluate(code.toString());
        for (int i = 0; i < results.size(); i++) {
            java.accept(results.get(i), i == results.size() - 1 ? gives : null);
        }
        code.setLength(0);
    }

    @Override
    public void close() {
        shell.close();
    }
}
