package org.pellucid.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pellucid.data.DataSource;
import org.pellucid.data.Dataset;
import org.pellucid.data.Split;
import org.pellucid.data.Standardisation;
import org.pellucid.engine.Options;
import org.pellucid.gemm.Selection;
import org.pellucid.model.AtomicFiles;
import org.pellucid.report.WatchPage;
import org.pellucid.train.Checkpoint;
import org.pellucid.train.History;
import org.pellucid.train.HoldOut;
import org.pellucid.train.Outcome;
import org.pellucid.train.Pretrained;
import org.pellucid.train.Run;
import org.pellucid.train.RunFolder;
import org.pellucid.train.Teacher;
import org.pellucid.train.TrainListener;
import org.pellucid.train.TrainTask;
import org.pellucid.train.Trainer;
import org.pellucid.train.Watch;
import org.pellucid.train.WatchLog;

/** One training from the loaded data to the files in its folder. */
final class TrainSession {
    private final Console console;
    private final ViewOptions view;
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
            ViewOptions view,
            Run run,
            DataSource source,
            Optional<Teacher> teacher,
            RunFolder folder,
            Selection selection,
            int threads) {
        this.console = console;
        this.view = view;
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
        Dataset learned = teacher.map(by -> taughtBy(by, parts.train())).orElse(parts.train());
        task = new TrainTask(run.network(), learned, parts.validation(), fitted);
    }

    private Dataset taughtBy(Teacher teacher, Dataset pictures) {
        Options options = Options.of(selection.backend())
                .threads(threads)
                .conv(run.settings().conv());
        String what = String.format(Locale.ROOT, "the teacher looks at %,d pictures", pictures.size());
        return teacher.teach(pictures, options, console.progress(what));
    }

    /** @param pretrained whose weights to start from; none for drawn ones */
    int start(Optional<Pretrained> pretrained) {
        try (Trainer trainer =
                Trainer.start(task, run.settings(), selection.backend(), threads, progress(0), pretrained)) {
            folder.prepare();
            return train(trainer, "");
        }
    }

    int resume() {
        if (!Files.exists(folder.checkpoint())) {
            // It was stopped before its first step: going on is starting.
            return start(run.pretrained().map(Pretrained::again));
        }
        Checkpoint checkpoint = Checkpoint.load(folder.checkpoint());
        int done = checkpoint.history().size();
        try (Trainer trainer =
                Trainer.resume(task, run.settings(), selection.backend(), threads, progress(done), checkpoint)) {
            return train(trainer, "; resumed after " + place(done, trainer.batchesDone()));
        }
    }

    private TrainListener progress(int done) {
        TrainListener shown =
                new TrainProgress(console, view.quiet(), run.settings().epochs(), done);
        if (!view.watched()) {
            return shown;
        }
        WatchLog before = done == 0
                ? WatchLog.EMPTY
                : WatchLog.load(folder.file("watch.json")).upTo(done);
        Watch watch = new Watch(task, run.settings().batch(), before);
        TrainListener written = new TrainListener() {
            @Override
            public void epoch(History.Epoch result, boolean best) {
                writeWatched(watch.log());
            }
        };
        return TrainListener.all(List.of(watch, written, shown));
    }

    private void writeWatched(WatchLog log) {
        log.save(folder.file("watch.json"));
        AtomicFiles.write(folder.file("watch.csv"), log.csv().getBytes(StandardCharsets.UTF_8));
        String title = run.network().name() + " on " + source.origin();
        AtomicFiles.write(folder.file("watch.html"), WatchPage.html(title, log).getBytes(StandardCharsets.UTF_8));
    }

    private int train(Trainer trainer, String resumed) {
        TrainReport report = new TrainReport(console, run, task, source, folder, here, selection, threads);
        run.save(folder.run(), facts());
        if (!view.quiet()) {
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
        report.close(trainer, outcome, facts(), view.quiet());
        return Failures.OK;
    }

    private String place(int epochs, int batches) {
        return epochs + " of " + Console.count(run.settings().epochs(), "epoch")
                + (batches > 0 ? " and " + batches + " batches" : "");
    }

    private void keep(Checkpoint checkpoint, TrainReport report) {
        checkpoint.save(folder.checkpoint());
        AtomicFiles.write(folder.file("history.csv"), checkpoint.history().csv().getBytes(StandardCharsets.UTF_8));
        if (view.live() && checkpoint.history().size() > 0) {
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
        facts.put("class_counts", task.train().classCounts());
        facts.put("environment", environment);
        return facts;
    }
}
