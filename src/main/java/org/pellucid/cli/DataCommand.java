package org.pellucid.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of the commands about data; alone it only explains them. */
@Command(
        name = "data",
        description = "About pictures: what a data set holds, what is wrong with it, and faces drawn by the program.",
        synopsisSubcommandLabel = "(info | audit | synthesize)")
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
