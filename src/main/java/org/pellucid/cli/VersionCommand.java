package org.pellucid.cli;

import java.util.concurrent.Callable;
import org.pellucid.gemm.Backends;
import org.pellucid.gemm.Probe;
import picocli.CommandLine.Command;

@Command(
        name = "version",
        description =
                "Says which version this is, on which machine and JDK, which backends load, and why others do not.")
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Machine here = Machine.here();
        console.result("@|bold Pellucid|@ %s", here.version());
        console.result("JDK       %s", here.jdk());
        console.result("system    %s, %s", here.os(), here.architecture());
        console.result(
                "machine   %s, %d processors, heap of at most %,d MiB",
                here.cpu(), here.processors(), here.memory() >> 20);
        for (Probe probe : Backends.probe()) {
            console.result(
                    "backend   %s %s: %s",
                    probe.backend(), probe.loads() ? "@|green loads|@" : "@|yellow does not load|@", probe.detail());
        }
        console.result(
                "chosen by --gemm auto: %s", Backends.select("auto").backend().name());
        return Failures.OK;
    }
}
