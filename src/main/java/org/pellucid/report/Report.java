package org.pellucid.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.pellucid.data.DataSource;
import org.pellucid.model.AtomicFiles;

/**
 * A report on one run or several: a page of one file, and beside it, in a folder, its tables as CSV and LaTeX, its charts as PNG,
 * SVG and PDF, and a model card for each run. All numbers come from the stored predictions.
 */
public final class Report {
    private final Path html;
    private final Path folder;
    private final Optional<DataSource> data;
    private final DoubleConsumer progress;
    private final List<RunStory> runs = new ArrayList<>();

    private Report(Path html, List<Path> folders, Optional<DataSource> data, DoubleConsumer progress) {
        this.html = html;
        this.data = data;
        this.progress = progress;
        String name = String.valueOf(html.getFileName()).replaceFirst("\\.html?$", "");
        folder = html.toAbsolutePath().resolveSibling(name + "-files");
        folders.forEach(path -> runs.add(RunStory.load(path)));
    }

    /**
     * Writes the report.
     *
     * @param html the page; the folder beside it is named after it
     * @param folders of the runs, at least one, with {@code predictions.csv}
     * @param data the pictures that the runs' predictions are of; without them none are shown
     * @param progress told the share that is done of the search for near-duplicates
     * @return the folder beside the page
     * @throws org.pellucid.train.TrainException if a folder lacks predictions, or they are of other pictures
     */
    public static Path write(Path html, List<Path> folders, Optional<DataSource> data, DoubleConsumer progress)
            throws IOException {
        Report report = new Report(html, folders, data, progress);
        report.write();
        return report.folder;
    }

    private void write() throws IOException {
        Files.createDirectories(folder);
        List<String> names = runs.stream().map(RunStory::name).toList();
        ReportFiles out = new ReportFiles(new Page("Report: " + String.join(", ", names)), folder);
        if (runs.size() > 1) {
            compare(out);
        }
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() == 1 ? "" : "run" + (i + 1) + "-";
            new RunSections(out, runs.get(i), prefix, data, progress).write();
        }
        AtomicFiles.write(html.toAbsolutePath(), out.page().html().getBytes(StandardCharsets.UTF_8));
    }

    private void compare(ReportFiles out) throws IOException {
        Page page = out.page();
        page.section("comparison", "Comparison");
        Optional<Versus> found = Versus.of(runs);
        if (found.isEmpty()) {
            page.say(
                    "These runs have no stored predictions of the same pictures and classes, so they are not compared.");
            return;
        }
        Versus versus = found.get();
        Figures figures = out.figures();
        page.say("Pairs are compared on the same pictures of " + versus.usage()
                + ". The tests compare the models as they were trained, not the ways"
                + " to train them: for those, train with several seeds.");
        out.table(versus.models(), "");
        page.add(versus.cost(figures));
        out.table(versus.pairs(), "");
        for (DataTable table : versus.specialists()) {
            out.table(table, "");
        }
        page.add(versus.recalls(figures));
    }
}
