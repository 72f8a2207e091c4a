package org.pellucid.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.pellucid.report.TextTable;
import org.pellucid.spec.Cost;
import org.pellucid.spec.NamedModels;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        description =
                "Lists the named models, with parameters and multiply-adds for one grey picture of 48×48 and 7 classes.")
final class ModelsCommand implements Callable<Integer> {
    private static final int CLASSES = 7;

    private final Console console;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TextTable table = new TextTable("lrrl")
                .row("name", "parameters", "multiply-adds", "what it is")
                .rule();
        for (String name : NamedModels.names()) {
            Cost cost = NamedModels.create(name, NamedModels.FACE, CLASSES).cost();
            table.row(
                    name,
                    String.format(Locale.ROOT, "%,d", cost.parameters()),
                    String.format(Locale.ROOT, "%,.1f M", cost.macs() / 1e6),
                    NamedModels.description(name));
        }
        table.lines().forEach(line -> console.result("%s", line));
        return Failures.OK;
    }
}
