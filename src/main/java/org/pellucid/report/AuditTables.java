package org.pellucid.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pellucid.data.DataSource;
import org.pellucid.data.IdenticalPictures;
import org.pellucid.data.NearDuplicates;
import org.pellucid.data.Place;
import org.pellucid.data.Split;

/** The tables of duplicates, and what they call a picture. */
record AuditTables(DataSource source, IdenticalPictures identical, NearDuplicates pairs) {
    DataTable exact() {
        List<List<String>> rows = new ArrayList<>();
        int number = 0;
        for (List<Place> group : identical.repeated()) {
            number++;
            boolean conflict = IdenticalPictures.conflict(source, group);
            for (Place place : group) {
                rows.add(List.of(
                        Integer.toString(number),
                        place.split().usage(),
                        id(place),
                        digest(place),
                        label(place),
                        Boolean.toString(conflict)));
            }
        }
        return new DataTable(
                "exact-duplicates",
                "Pictures that are the same pixel for pixel",
                "rllllr",
                List.of("group", "usage", "id", "picture", "label", "conflict"),
                rows);
    }

    DataTable near() {
        List<List<String>> rows = new ArrayList<>();
        for (NearDuplicates.Pair pair : pairs.pairs()) {
            rows.add(List.of(
                    Double.toString(pair.correlation()),
                    Boolean.toString(pair.mirrored()),
                    pair.a().split().usage(),
                    id(pair.a()),
                    digest(pair.a()),
                    label(pair.a()),
                    pair.b().split().usage(),
                    id(pair.b()),
                    digest(pair.b()),
                    label(pair.b()),
                    Boolean.toString(conflict(pair))));
        }
        return new DataTable(
                "near-duplicates",
                "Different pictures that are nearly the same",
                "rrllllllllr",
                List.of(
                        "correlation",
                        "mirrored",
                        "usage_a",
                        "id_a",
                        "picture_a",
                        "label_a",
                        "usage_b",
                        "id_b",
                        "picture_b",
                        "label_b",
                        "conflict"),
                rows);
    }

    DataTable inTraining(Function<Split, Set<Place>> found) {
        Set<Place> exact = new LinkedHashSet<>();
        identical.repeated().stream()
                .filter(group -> group.stream().anyMatch(place -> place.split() == Split.TRAIN))
                .forEach(exact::addAll);
        List<List<String>> rows = new ArrayList<>();
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            for (Place place : found.apply(split)) {
                rows.add(List.of(
                        split.usage(),
                        id(place),
                        digest(place),
                        label(place),
                        exact.contains(place) ? "exact" : "near"));
            }
        }
        return new DataTable(
                "in-training",
                "Pictures of validation and test that stand in training as well",
                "lllll",
                List.of("usage", "id", "picture", "label", "copy"),
                rows);
    }

    boolean conflict(NearDuplicates.Pair pair) {
        return IdenticalPictures.conflict(source, List.of(pair.a(), pair.b()));
    }

    String label(Place place) {
        return source.classes().get(source.split(place.split()).label(place.index()));
    }

    String id(Place place) {
        return source.split(place.split()).id(place.index());
    }

    private String digest(Place place) {
        return source.split(place.split()).digest(place.index());
    }
}
