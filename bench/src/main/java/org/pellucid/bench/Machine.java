package org.pellucid.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the benchmarks ran on. */
final class Machine {
    private Machine() {}

    static String cpu() {
        String name = System.getProperty("os.arch");
        try {
            name = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(name);
        } catch (IOException elsewhereThanOnLinux) {
            // then the architecture must do
        }
        return name + ", " + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
