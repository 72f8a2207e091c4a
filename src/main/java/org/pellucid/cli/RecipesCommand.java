package org.pellucid.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.pellucid.report.TextTable;
import org.pellucid.train.Recipe;
import picocli.CommandLine.Command;

@Command(
        name = "recipes",
        description = {
            "Lists the recipes that the program brings along: whole trainings, one file each, for 'train --recipe'.",
            "",
            "Their files lie in the folder recipes; a copy, changed, is given by its path."
        })
final class RecipesCommand implements Callable<Integer> {
    private final Console console;

    RecipesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TextTable table = new TextTable("lllrl")
                .row("name", "model", "trained on", "epochs", "what it is")
                .rule();
        for (String name : Recipe.NAMES) {
            Recipe recipe = Recipe.load(name);
            table.row(name, recipe.model(), trainedOn(recipe), recipe.settings().epochs(), recipe.about());
        }
        table.lines().forEach(line -> console.result("%s", line));
        return Failures.OK;
    }

    private static String trainedOn(Recipe recipe) {
        Recipe.Data data = recipe.data();
        String labels = switch (data.labels()) {
            case OWN -> "";
            case FERPLUS_MAJORITY, FERPLUS_SOFT ->
                ", " + data.labels().name().toLowerCase(Locale.ROOT).replace("_", " ");
        };
        return data.source() + labels + (data.classes().isEmpty() ? "" : ": " + String.join(", ", data.classes()));
    }
}
