package org.pellucid.inspect.microscope;

import java.util.ArrayList;
import java.util.List;

/** An explanation under way: what a kind of layer has to say, before it is compared with the textbook and the loss. */
final class Draft {
    final String formula;
    final List<Quantity> quantities = new ArrayList<>();
    final List<Cut> cuts = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    private final List<Group> groups = new ArrayList<>();
    private final List<Term> open = new ArrayList<>();
    private String name = "";

    /** @param formula in TeX */
    Draft(String formula) {
        this.formula = formula;
    }

    /** Opens a group; terms that follow belong to it. */
    Draft group(String title) {
        close();
        name = title;
        return this;
    }

    Draft term(Factor... factors) {
        open.add(Term.of(factors));
        return this;
    }

    Draft quantity(String symbol, String how, double value) {
        quantities.add(new Quantity(symbol, how, value));
        return this;
    }

    Draft note(String sentence) {
        notes.add(sentence);
        return this;
    }

    Draft cut(Cut cut) {
        cuts.add(cut);
        return this;
    }

    List<Group> groups() {
        close();
        return groups;
    }

    private void close() {
        if (!open.isEmpty()) {
            groups.add(new Group(name, open));
            open.clear();
        }
    }
}
