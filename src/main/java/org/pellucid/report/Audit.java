package org.pellucid.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pellucid.data.DataSource;
import org.pellucid.data.DuplicateAudit;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;
import org.pellucid.evaluate.LabelNoise;
import org.pellucid.evaluate.StoredPredictions;
import org.pellucid.model.AtomicFiles;

/**
 * What is wrong with a data set, as tables and picture sheets: pictures that stand in it more than once, and labels that are
 * likely wrong.
 */
public final class Audit {
    private static final int MOST_ON_A_SHEET = 60;

    private final DataSource source;
    private final IdenticalPictures identical;
    private final NearDuplicates near;
    private final AuditTables tables;

    /** @param near of the same source */
    public Audit(DataSource source, IdenticalPictures identical, NearDuplicates near) {
        this.source = source;
        this.identical = identical;
        this.near = near;
        tables = new AuditTables(source, identical, near);
    }

    /** The numbers of exact duplicates. */
    public DuplicateAudit exact() {
        return DuplicateAudit.of(source, identical);
    }

    /** Pairs of near-duplicates under different labels. */
    public long conflictingPairs() {
        return near.pairs().stream().filter(tables::conflict).count();
    }

    /** Pairs of near-duplicates of which one is mirrored. */
    public long mirroredPairs() {
        return near.pairs().stream().filter(NearDuplicates.Pair::mirrored).count();
    }

    /** Pictures of a split whose photograph stands in training as well, pixel for pixel or nearly. */
    public Set<Place> inTraining(Split split) {
        Set<Place> found = new LinkedHashSet<>();
        Map<Place, List<Place>> copies = copies();
        copies.forEach((first, group) -> {
            if (group.stream().anyMatch(place -> place.split() == Split.TRAIN)) {
                addOf(split, group, found);
            }
        });
        near.pairs().forEach(pair -> {
            List<Place> a = copies.get(pair.a());
            List<Place> b = copies.get(pair.b());
            if (a.stream().anyMatch(place -> place.split() == Split.TRAIN)) {
                addOf(split, b, found);
            }
            if (b.stream().anyMatch(place -> place.split() == Split.TRAIN)) {
                addOf(split, a, found);
            }
        });
        return found;
    }

    private static void addOf(Split split, Collection<Place> from, Set<Place> to) {
        from.stream().filter(place -> place.split() == split).forEach(to::add);
    }

    /** By each group's first picture, the group. */
    private Map<Place, List<Place>> copies() {
        Map<Place, List<Place>> copies = new LinkedHashMap<>();
        identical.groups().forEach(group -> copies.put(group.get(0), group));
        return copies;
    }

    /** A number for each picture, the same for all copies and near-copies of one photograph; by place. */
    public Map<Place, Integer> photographs() {
        Map<Place, Integer> number = new HashMap<>();
        List<Integer> leader = new ArrayList<>();
        for (List<Place> group : identical.groups()) {
            group.forEach(place -> number.put(place, leader.size()));
            leader.add(leader.size());
        }
        for (NearDuplicates.Pair pair : near.pairs()) {
            int a = root(leader, number.get(pair.a()));
            int b = root(leader, number.get(pair.b()));
            leader.set(Math.max(a, b), Math.min(a, b));
        }
        number.replaceAll((place, group) -> root(leader, group));
        return number;
    }

    private static int root(List<Integer> leader, int of) {
        int at = of;
        while (leader.get(at) != at) {
            at = leader.get(at);
        }
        return at;
    }

    /** Writes the tables and sheets of duplicates into a folder that exists. */
    public void write(Path folder) throws IOException {
        save(folder, tables.exact());
        save(folder, tables.near());
        save(folder, tables.inTraining(this::inTraining));
        List<PictureSheet.Cell> conflicts = new ArrayList<>();
        for (List<Place> group : identical.repeated()) {
            if (IdenticalPictures.conflict(source, group)) {
                List<String> words = new ArrayList<>();
                for (Place place : group.subList(0, Math.min(3, group.size()))) {
                    words.add(tables.label(place) + ", " + tables.id(place));
                }
                conflicts.add(new PictureSheet.Cell(List.of(picture(group.get(0))), words, false));
            }
        }
        sheet(folder, "conflicting-labels.png", "Identical pictures under different labels", conflicts, 6);
        List<PictureSheet.Cell> pairs = new ArrayList<>();
        for (NearDuplicates.Pair pair :
                near.pairs().subList(0, Math.min(MOST_ON_A_SHEET, near.pairs().size()))) {
            pairs.add(new PictureSheet.Cell(
                    List.of(picture(pair.a()), picture(pair.b())),
                    List.of(
                            String.format(
                                    Locale.ROOT, "%.5f%s", pair.correlation(), pair.mirrored() ? ", mirrored" : ""),
                            tables.id(pair.a()) + " · " + tables.id(pair.b()),
                            tables.label(pair.a()) + " · " + tables.label(pair.b())),
                    tables.conflict(pair)));
        }
        sheet(
                folder,
                "near-duplicates.png",
                "Near-duplicates, the most alike first: " + pairs.size() + " of "
                        + near.pairs().size(),
                pairs,
                4);
    }

    /**
     * Writes the table and sheet of labels that are likely wrong.
     *
     * @param p predictions for pictures of this source
     * @param noise of the same predictions
     */
    public void writeLabels(Path folder, StoredPredictions p, LabelNoise noise) throws IOException {
        Map<String, Place> places = new HashMap<>();
        source.splits().forEach((split, data) -> {
            for (int i = 0; i < data.size(); i++) {
                places.put(data.id(i) + "\n" + data.digest(i), new Place(split, i));
            }
        });
        List<List<String>> rows = new ArrayList<>();
        List<PictureSheet.Cell> cells = new ArrayList<>();
        for (LabelNoise.Suspect s : noise.suspects()) {
            String id = p.ids().get(s.example());
            Place place = places.get(id + "\n" + p.pictures().get(s.example()));
            String label = noise.classes().get(s.label());
            String suggested = noise.classes().get(s.suggested());
            rows.add(List.of(
                    Integer.toString(rows.size() + 1),
                    place == null ? p.usage() : place.split().usage(),
                    id,
                    p.pictures().get(s.example()),
                    label,
                    suggested,
                    String.format(Locale.ROOT, "%.6f", s.margin()),
                    String.format(Locale.ROOT, "%.6f", p.predictions().probability(s.example(), s.label())),
                    String.format(Locale.ROOT, "%.6f", p.predictions().probability(s.example(), s.suggested()))));
            if (place != null && cells.size() < MOST_ON_A_SHEET) {
                cells.add(new PictureSheet.Cell(
                        List.of(picture(place)), List.of(id, "given " + label, suggested + "?"), true));
            }
        }
        save(
                folder,
                new DataTable(
                        "label-errors",
                        "Labels that are likely wrong, the least margin first",
                        "rlllllrrr",
                        List.of(
                                "rank",
                                "usage",
                                "id",
                                "picture",
                                "label",
                                "suggested",
                                "margin",
                                "p_label",
                                "p_suggested"),
                        rows));
        sheet(
                folder,
                "label-errors.png",
                "Labels that are likely wrong, the least margin first: " + cells.size() + " of "
                        + noise.suspects().size(),
                cells,
                6);
    }

    private BufferedImage picture(Place place) {
        return PictureSheet.picture(source.split(place.split()), place.index());
    }

    private static void save(Path folder, DataTable table) throws IOException {
        AtomicFiles.write(folder.resolve(table.name() + ".csv"), table.csv().getBytes(StandardCharsets.UTF_8));
    }

    private static void sheet(Path folder, String file, String title, List<PictureSheet.Cell> cells, int columns)
            throws IOException {
        if (cells.isEmpty()) {
            Files.deleteIfExists(folder.resolve(file));
            return;
        }
        List<PictureSheet.Cell> shown = cells.subList(0, Math.min(MOST_ON_A_SHEET, cells.size()));
        String which = shown.size() < cells.size() ? " (" + shown.size() + " of " + cells.size() + ")" : "";
        new PictureSheet(title + which, shown, columns).save(folder.resolve(file));
    }
}
