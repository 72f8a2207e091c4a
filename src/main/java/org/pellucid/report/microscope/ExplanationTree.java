package org.pellucid.report.microscope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pellucid.inspect.microscope.Cut;
import org.pellucid.inspect.microscope.Explanation;
import org.pellucid.inspect.microscope.Factor;
import org.pellucid.inspect.microscope.Group;
import org.pellucid.inspect.microscope.Quantity;
import org.pellucid.inspect.microscope.Term;
import org.pellucid.inspect.microscope.Update;
import org.pellucid.report.math.PlainMath;

/** An explanation as a tree of maps and lists, to be written as JSON: numbers in full. */
public final class ExplanationTree {
    private ExplanationTree() {}

    /**
     * The tree.
     *
     * @param limit how many terms of each group are listed; the others are counted and summed
     */
    public static Map<String, Object> of(Explanation e, int limit) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("layer", e.question().layer());
        tree.put("kind", e.question().kind().name().toLowerCase(Locale.ROOT));
        tree.put("example", e.question().example());
        tree.put("index", e.question().index());
        tree.put("symbol", e.symbol());
        tree.put("formula", PlainMath.of(e.formula()));
        tree.put("tex", e.formula());
        tree.put("notes", e.notes());
        tree.put("quantities", quantities(e.quantities()));
        tree.put("terms", e.terms());
        tree.put("groups", e.groups().stream().map(g -> group(g, limit)).toList());
        tree.put("value", e.value());
        tree.put("textbook", e.textbook());
        tree.put("agrees", e.agrees());
        e.difference().ifPresent(d -> {
            Map<String, Object> difference = new LinkedHashMap<>();
            difference.put("kink", d.kink());
            if (!d.kink()) {
                difference.put("value", d.value());
                difference.put("h", d.step());
                difference.put("digits", d.digits(e.textbook()));
                difference.put("rounding", d.rounding());
                difference.put("confirms", d.confirms(e.textbook()));
            }
            tree.put("finite_difference", difference);
        });
        e.update().ifPresent(update -> tree.put("update", update(update)));
        tree.put("cuts", e.cuts().stream().map(ExplanationTree::cut).toList());
        return tree;
    }

    private static Map<String, Object> group(Group group, int limit) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", group.name());
        tree.put("sum", group.sum());
        List<Map<String, Object>> terms = new ArrayList<>();
        double left = 0;
        int count = 0;
        for (Term term : group.terms()) {
            if (terms.size() < limit) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("factors", factors(term.factors()));
                one.put("value", term.value());
                terms.add(one);
            } else {
                left += term.value();
                count++;
            }
        }
        tree.put("terms", terms);
        tree.put("terms_left", count);
        tree.put("sum_left", left);
        return tree;
    }

    private static Map<String, Object> update(Update update) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("rule", update.rule());
        tree.put("t", update.t());
        tree.put("constants", factors(update.constants()));
        tree.put("before", factors(update.before()));
        tree.put("lines", quantities(update.lines()));
        tree.put("after", update.after());
        return tree;
    }

    private static List<Map<String, Object>> factors(List<Factor> factors) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Factor f : factors) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("symbol", f.symbol());
            one.put("value", f.value());
            list.add(one);
        }
        return list;
    }

    private static List<Map<String, Object>> quantities(List<Quantity> quantities) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Quantity q : quantities) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("symbol", q.symbol());
            one.put("formula", q.formula());
            one.put("value", q.value());
            list.add(one);
        }
        return list;
    }

    private static Map<String, Object> cut(Cut cut) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("title", cut.title());
        tree.put("rows", cut.rows());
        tree.put("columns", cut.columns());
        List<List<Object>> values = new ArrayList<>();
        List<List<String>> marks = new ArrayList<>();
        for (List<Cut.Cell> row : cut.cells()) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.text().isEmpty() ? (Object) cell.value() : cell.text()));
            values.add(cells);
            marks.add(row.stream()
                    .map(cell -> cell.mark().name().toLowerCase(Locale.ROOT))
                    .toList());
        }
        tree.put("cells", values);
        tree.put("marks", marks);
        return tree;
    }
}
