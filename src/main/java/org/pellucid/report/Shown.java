package org.pellucid.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.DuplicateAudit;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;
import org.pellucid.evaluate.Metrics;
import org.pellucid.evaluate.Predictions;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.train.PredictionStore;
import org.pellucid.train.TrainException;

/** What a report can say and show when it has the pictures that the predictions are of. */
final class Shown {
    private static final int ON_A_SHEET = 18;
    private static final int COLUMNS = 6;

    private final DataSource source;
    private final StoredPredictions stored;
    private final Dataset pictures;
    private final int[] index;
    private final Split split;

    /** @throws TrainException if the predictions are of other pictures */
    Shown(DataSource source, StoredPredictions stored) {
        this.source = source;
        this.stored = stored;
        split = source.splits().keySet().stream()
                .filter(s -> s.usage().equals(stored.usage()))
                .findFirst()
                .orElseThrow(() -> other(source, stored));
        pictures = source.split(split);
        if (!stored.data().equals(PredictionStore.hash(source.sha256()))) {
            throw other(source, stored);
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            places.put(pictures.id(i) + "\n" + pictures.digest(i), i);
        }
        index = new int[stored.ids().size()];
        for (int i = 0; i < index.length; i++) {
            Integer place =
                    places.get(stored.ids().get(i) + "\n" + stored.pictures().get(i));
            if (place == null) {
                throw other(source, stored);
            }
            index[i] = place;
        }
    }

    private static TrainException other(DataSource source, StoredPredictions stored) {
        return new TrainException("report expects the pictures that " + stored.usage() + " was predicted of (content "
                + stored.data() + "…) but " + source.origin() + " is " + PredictionStore.hash(source.sha256())
                + "…: give the --data, --classes and --ferplus of the run, or leave --data out");
    }

    /** The wrong answers given with the highest probability. */
    Optional<PictureSheet> wrong() {
        Predictions p = stored.predictions();
        int[] found = IntStream.range(0, p.size())
                .filter(i -> !p.isRight(i))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -p.probability(i, p.argmax(i))))
                .limit(ON_A_SHEET)
                .mapToInt(Integer::intValue)
                .toArray();
        return sheet("Wrong, and surest of it", found);
    }

    /** Right answers, evenly from the surest to the least sure: nobody picked them. */
    Optional<PictureSheet> right() {
        Predictions p = stored.predictions();
        int[] sorted = IntStream.range(0, p.size())
                .filter(p::isRight)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -p.probability(i, p.argmax(i))))
                .mapToInt(Integer::intValue)
                .toArray();
        int count = Math.min(ON_A_SHEET, sorted.length);
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = sorted[count == 1 ? 0 : (int) ((long) i * (sorted.length - 1) / (count - 1))];
        }
        return sheet("Right, from the surest to the least sure", found);
    }

    private Optional<PictureSheet> sheet(String title, int[] examples) {
        Predictions p = stored.predictions();
        List<PictureSheet.Cell> cells = new ArrayList<>();
        for (int i : examples) {
            int said = p.argmax(i);
            int label = p.labels()[i];
            List<String> words = new ArrayList<>();
            words.add("true: " + p.classes().get(label)
                    + (p.isRight(i) ? "" : String.format(Locale.ROOT, " %.2f", p.probability(i, label))));
            words.add(String.format(Locale.ROOT, "said: %s %.2f", p.classes().get(said), p.probability(i, said)));
            cells.add(new PictureSheet.Cell(List.of(PictureSheet.picture(pictures, index[i])), words, !p.isRight(i)));
        }
        return cells.isEmpty() ? Optional.empty() : Optional.of(new PictureSheet(title, cells, COLUMNS));
    }

    Dataset pictures() {
        return pictures;
    }

    /** The index of a picture to look into: the surest right answer, or the first picture. */
    int example() {
        Predictions p = stored.predictions();
        return index[
                IntStream.range(0, p.size())
                        .filter(p::isRight)
                        .boxed()
                        .max(Comparator.comparingDouble(i -> p.probability(i, p.argmax(i))))
                        .orElse(0)];
    }

    /**
     * What stands in the data more than once, and the scores without test pictures that stand in training.
     *
     * @param figures of the data
     * @param scores with and without
     */
    record Duplicates(DataTable figures, DataTable scores) {}

    Duplicates duplicates(DoubleConsumer progress) {
        IdenticalPictures identical = IdenticalPictures.of(source);
        NearDuplicates near = NearDuplicates.of(source, identical, NearDuplicates.THRESHOLD, progress);
        Audit audit = new Audit(source, identical, near);
        DuplicateAudit exact = audit.exact();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("pictures", exact.pictures()));
        rows.add(row("distinct, pixel for pixel", exact.distinct()));
        rows.add(row("groups of identical pictures under different labels", exact.conflicting()));
        rows.add(row(
                "pairs of near-duplicates (correlation " + near.threshold() + " or more)",
                near.pairs().size()));
        rows.add(row("of these mirrored", audit.mirroredPairs()));
        rows.add(row("of these under different labels", audit.conflictingPairs()));
        if (split == Split.TRAIN) {
            return new Duplicates(table(rows), scores(new int[0], new int[0]));
        }
        Set<Place> any = audit.inTraining(split);
        Set<Place> same = new Audit(source, identical, new NearDuplicates(near.threshold(), near.blank(), List.of()))
                .inTraining(split);
        rows.add(row(split.usage() + " pictures that stand in Training, pixel for pixel", same.size()));
        rows.add(row(split.usage() + " pictures that stand in Training, identical or nearly", any.size()));
        return new Duplicates(table(rows), scores(without(same), without(any)));
    }

    private static DataTable table(List<List<String>> rows) {
        return new DataTable(
                "duplicates", "Pictures that stand in the data more than once", "lr", List.of("", "number"), rows);
    }

    private static List<String> row(String what, long number) {
        return List.of(what, Long.toString(number));
    }

    private int[] without(Set<Place> places) {
        return IntStream.range(0, index.length)
                .filter(i -> !places.contains(new Place(split, index[i])))
                .toArray();
    }

    private DataTable scores(int[] withoutSame, int[] withoutAny) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(scored("all", stored.predictions()));
        if (withoutSame.length > 0) {
            rows.add(scored(
                    "without those identical to a Training picture",
                    stored.predictions().subset(withoutSame)));
        }
        if (withoutAny.length > 0) {
            rows.add(scored(
                    "without those identical or nearly so", stored.predictions().subset(withoutAny)));
        }
        return new DataTable(
                "without-duplicates",
                "Scores on " + stored.usage() + " with test pictures that stand in Training left out",
                "lrrrr",
                List.of("pictures", "number", "accuracy", "95 % interval", "macro-F1"),
                rows);
    }

    private static List<String> scored(String what, Predictions p) {
        Metrics m = Metrics.of(p);
        return List.of(
                what,
                Integer.toString(m.n()),
                Digits.four(m.accuracy()),
                Digits.range(m.accuracyInterval()),
                Digits.four(m.macroF1()));
    }
}
