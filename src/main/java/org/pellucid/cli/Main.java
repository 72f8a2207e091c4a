package org.pellucid.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: parses the command line, runs a command, and turns what goes wrong into a line and an exit code. */
@Command(
        name = "pellucid",
        description = {
            "A convolutional neural network engine written from scratch in Java, and a study of facial expressions on it.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Start with:",
            "  pellucid train            train on faces drawn by the program (a minute)",
            "  pellucid COMMAND --help   options, with defaults and examples",
            "",
            "Colours obey NO_COLOR. Completion: source <(pellucid generate-completion)"
        })
public final class Main implements Runnable {
    private static final String NAME = "pellucid";
    private static final int USUAL_WIDTH = 80;
    private static final int INCUBATOR_WARNING = "WARNING: Using incubator modules: jdk.incubator.vector".length();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "on failure, print the stack trace too")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    /** Without a command there is nothing to do but to tell which there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Runs the program and exits. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
        boolean terminal = isTerminal();
        if (terminal && Boolean.getBoolean("pellucid.incubator") && width() > INCUBATOR_WARNING) {
            // The JVM's one line about its incubating module, which says nothing to the user, is all that stands there
            // yet.
            err.print("\033[1A\033[2K");
            err.flush();
        }
        Console console =
                new Console(out, err, terminal, width(), Ansi.AUTO, System.getProperty("pellucid.command", NAME));
        int code = run(console, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs one command; the exit code. */
    static int run(Console console, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        Map<String, Supplier<?>> commands = commands(console);
        // Reading the annotations of all commands takes as long as loading a model: the one that is called will do.
        if (args.length > 0 && commands.containsKey(args[0])) {
            line.addSubcommand(commands.get(args[0]).get());
        } else {
            commands.values().forEach(command -> line.addSubcommand(command.get()));
            line.addSubcommand(new AutoComplete.GenerateCompletion());
        }
        addHelp(line);
        line.setOut(console.out());
        line.setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(
                (e, rejected) -> Failures.report(Failures.ofParsing(e), console.err(), main.debug));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            console.erase();
            return Failures.report(e, console.err(), main.debug);
        });
        try {
            return line.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            console.erase();
            return Failures.report(e, console.err(), main.debug);
        }
    }

    /** The commands by name, in the order in which help lists them. */
    private static Map<String, Supplier<?>> commands(Console console) {
        Map<String, Supplier<?>> commands = new LinkedHashMap<>();
        commands.put("train", () -> new TrainCommand(console));
        commands.put("lr-range", () -> new LrRangeCommand(console));
        commands.put("crossval", () -> new CrossvalCommand(console));
        commands.put("evaluate", () -> new EvaluateCommand(console));
        commands.put("compare", () -> new CompareCommand(console));
        commands.put("predict", () -> new PredictCommand(console));
        commands.put("report", () -> new ReportCommand(console));
        commands.put("summary", () -> new SummaryCommand(console));
        commands.put("export", () -> new ExportCommand(console));
        commands.put("gradcheck", () -> new GradcheckCommand(console));
        commands.put("microscope", () -> new MicroscopeCommand(console));
        commands.put("trace", () -> new TraceCommand(console));
        commands.put("see", () -> new SeeCommand(console));
        commands.put("derive", () -> new DeriveCommand(console));
        commands.put("throughput", () -> new ThroughputCommand(console));
        commands.put("models", () -> new ModelsCommand(console));
        commands.put("recipes", () -> new RecipesCommand(console));
        commands.put(
                "data",
                () -> new CommandLine(new DataCommand())
                        .addSubcommand(new DataInfoCommand(console))
                        .addSubcommand(new DataAuditCommand(console))
                        .addSubcommand(new DataSoftLabelsCommand(console))
                        .addSubcommand(new DataSynthesizeCommand(console)));
        commands.put("tour", () -> new TourCommand(console));
        commands.put("version", () -> new VersionCommand(console));
        return commands;
    }

    private static void addHelp(CommandLine line) {
        if (!line.getCommandSpec().optionsMap().containsKey("--help")) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("show this help")
                            .build());
        }
        line.getSubcommands().values().forEach(Main::addHelp);
    }

    /** Whether progress may be drawn: the launcher knows; without it, Linux tells where the standard error goes. */
    private static boolean isTerminal() {
        String told = System.getProperty("pellucid.terminal");
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException elsewhereThanOnLinux) {
            return false;
        }
    }

    private static int width() {
        return Integer.getInteger("pellucid.columns", USUAL_WIDTH);
    }
}
