package org.pellucid.model;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where a model comes from: enough to train it again and to know what it has seen.
 *
 * @param version of the program that trained it
 * @param created the moment, ISO-8601 in UTC, such as {@code 2026-11-05T10:15:30Z}
 * @param seed of the training
 * @param dataOrigin the name of the data's file or folder, without its path
 * @param dataSha256 of the data, 64 hexadecimal digits; empty where there is none
 * @param gemm the backend that multiplied the matrices
 * @param jdk the Java that ran it
 * @param cpu the processor
 * @param threads how many trained it
 * @param epochs how many it was trained
 * @param metrics by name, finite; their order is kept
 * @param weightsSha256 of the weights, see {@link Fingerprint}; empty until {@link Model} sets it
 * @param openedTest each evaluation on test data, oldest first
 * @param teachers of each that it learned from besides the labels, the SHA-256 of the weights, or of answers that were written down; mostly none
 * @param pretrained the SHA-256 of the weights it started from; empty where they were drawn
 */
public record Provenance(
        String version,
        String created,
        long seed,
        String dataOrigin,
        String dataSha256,
        String gemm,
        String jdk,
        String cpu,
        int threads,
        int epochs,
        Map<String, Double> metrics,
        String weightsSha256,
        List<String> openedTest,
        List<String> teachers,
        String pretrained) {
    private static final Pattern HASH = Pattern.compile("|[0-9a-f]{64}");
    private static final Pattern PATH = Pattern.compile("[/\\\\]");

    /** @throws ModelException if a value is not of the form stated above */
    public Provenance {
        for (String text : new String[] {version, created, dataOrigin, gemm, jdk, cpu}) {
            Objects.requireNonNull(text, "provenance leaves no text null: give an empty one");
        }
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        openedTest = List.copyOf(openedTest);
        teachers = List.copyOf(teachers);
        try {
            Instant.parse(created);
        } catch (DateTimeParseException e) {
            throw new ModelException("provenance expects created as a moment in UTC such as 2026-11-05T10:15:30Z but"
                    + " gets '" + created + "': give Instant.now().toString()");
        }
        if (PATH.matcher(dataOrigin).find()) {
            throw new ModelException("provenance expects the name of the data's file without its path but gets '"
                    + dataOrigin + "': give its last part");
        }
        requireHash(dataSha256);
        requireHash(weightsSha256);
        requireHash(pretrained);
        teachers.forEach(Provenance::requireHash);
        if (threads < 1 || epochs < 0) {
            throw new ModelException("provenance expects at least 1 thread and 0 epochs but gets " + threads + " and "
                    + epochs + ": give what the training had");
        }
        metrics.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new ModelException(
                        "provenance expects finite metrics but gets " + name + " " + value + ": leave it out");
            }
        });
    }

    /**
     * Of a model that learned from drawn weights and labels alone.
     *
     * @throws ModelException if a value is not of the form stated above
     */
    public Provenance(
            String version,
            String created,
            long seed,
            String dataOrigin,
            String dataSha256,
            String gemm,
            String jdk,
            String cpu,
            int threads,
            int epochs,
            Map<String, Double> metrics,
            String weightsSha256,
            List<String> openedTest) {
        this(
                version,
                created,
                seed,
                dataOrigin,
                dataSha256,
                gemm,
                jdk,
                cpu,
                threads,
                epochs,
                metrics,
                weightsSha256,
                openedTest,
                List.of(),
                "");
    }

    private static void requireHash(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new ModelException("provenance expects a SHA-256 of 64 hexadecimal digits, or none, but gets '" + hash
                    + "': give it in lower case");
        }
    }

    /** The same with the hash of the weights. */
    public Provenance withWeightsSha256(String hash) {
        return with(hash, openedTest, teachers, pretrained);
    }

    /** The same with one more evaluation on test data noted. */
    public Provenance withOpenedTest(String note) {
        List<String> notes = new ArrayList<>(openedTest);
        notes.add(note);
        return with(weightsSha256, notes, teachers, pretrained);
    }

    /**
     * The same with the models that it learned from, by the SHA-256 of their weights.
     *
     * @param start whose weights it started from; empty where they were drawn
     * @param hashes of its teachers
     */
    public Provenance learnedFrom(String start, List<String> hashes) {
        return with(weightsSha256, openedTest, hashes, start);
    }

    private Provenance with(String weights, List<String> openings, List<String> taughtBy, String start) {
        return new Provenance(
                version,
                created,
                seed,
                dataOrigin,
                dataSha256,
                gemm,
                jdk,
                cpu,
                threads,
                epochs,
                metrics,
                weights,
                openings,
                taughtBy,
                start);
    }
}
