package org.pellucid.cli;

import picocli.CommandLine.Command;

/** The parent of the commands about data; alone it only explains them. */
@Command(
        name = "data",
        description = "About pictures: what a data set holds, and faces drawn by the program.",
        synopsisSubcommandLabel = "(info | synthesize)")
final class DataCommand {}
