package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.train.Checkpoint;
import org.pellucid.train.HoldOut;
import org.pellucid.train.Outcome;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.TrainTask;
import org.pellucid.train.Trainer;

/** One training from the loaded data to the files in its folder. */
final class TrainSession {
    private final Console console;
    private final boolean quiet;
    private final boolean live;
    private final Run run;
    private final DataSource source;
    private final RunFolder folder;
    private final Selection selection;
    private final int threads;
    private final Machine here = Machine.here();
    private final TrainTask task;
    private final boolean heldOut;

    TrainSession(
            Console console,
            boolean quiet,
            boolean live,
            Run run,
            DataSource source,
            RunFolder folder,
            Selection selection,
            int threads) {
        this.console = console;
        this.quiet = quiet;
        this.live = live;
        this.run = run;
        this.source = source;
        this.folder = folder;
        this.selection = selection;
        this.threads = threads;
        Dataset train = source.split(Split.TRAIN);
        heldOut = !source.has(Split.VALIDATION);
        HoldOut parts =
                heldOut ? HoldOut.of(train, run.settings().seed()) : new HoldOut(train, source.split(Split.VALIDATION));
        Standardisation fitted = Standardisation.fit(run.settings().standardisation(), parts.train());
        task = new TrainTask(run.network(), parts.train(), parts.validation(), fitted);
    }

    int start() {
        try (Trainer trainer = Trainer.start(task, run.settings(), selection.backend(), threads, progress(0))) {
            folder.prepare();
            return train(trainer, "");
        }
    }

    int resume() {
        if (!Files.exists(folder.checkpoint())) {
            // It was stopped before its first step: going on is starting.
            return start();
        }
        Checkpoint checkpoint = Checkpoint.load(folder.checkpoint());
        int done = checkpoint.history().size();
        try (Trainer trainer =
                Trainer.resume(task, run.settings(), selection.backend(), threads, progress(done), checkpoint)) {
            return train(trainer, "; resumed after " + place(done, trainer.batchesDone()));
        }
    }

    private TrainProgress progress(int done) {
        return new TrainProgress(console, quiet, run.settings().epochs(), done);
    }

    private int train(Trainer trainer, String resumed) {
        TrainReport report = new TrainReport(console, run, task, source, folder, here, selection, threads);
        run.save(folder.run(), facts());
        if (!quiet) {
            report.opening(heldOut, resumed);
        }
        Outcome outcome;
        try (Interruption interruption = new Interruption()) {
            outcome = trainer.run(checkpoint -> keep(checkpoint, report), interruption::asked);
            // Asked too late to stop the training, there is still the evaluation not to begin.
            if (outcome.end() == Outcome.End.INTERRUPTED || interruption.asked()) {
                console.note(
                        "stopped after %s; the checkpoint is written. Go on with:"
                                + " @|bold %s train --resume --out %s|@",
                        place(outcome.history().size(), trainer.batchesDone()), console.command(), folder.path());
                return Failures.INTERRUPTED;
            }
        }
        report.close(trainer, outcome, facts(), quiet);
        return Failures.OK;
    }

    private String place(int epochs, int batches) {
        return epochs + " of " + Console.count(run.settings().epochs(), "epoch")
                + (batches > 0 ? " and " + batches + " batches" : "");
    }

    private void keep(Checkpoint checkpoint, TrainReport report) {
        checkpoint.save(folder.checkpoint());
        AtomicFiles.write(folder.file("history.csv"), checkpoint.history().csv().getBytes(StandardCharsets.UTF_8));
        if (live && checkpoint.history().size() > 0) {
            report.curves(checkpoint.history(), checkpoint.history().bestEpoch());
        }
    }

    private Map<String, Object> facts() {
        Map<String, Object> environment = here.facts();
        environment.put("threads", threads);
        environment.put(
                "backend", selection.probes().get(selection.probes().size() - 1).detail());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data_origin", source.origin());
        facts.put("environment", environment);
        return facts;
    }
}
