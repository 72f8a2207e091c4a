package org.pellucid.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the program runs on.
 *
 * @param version of the program
 * @param jdk vendor and version
 * @param os name and version
 * @param architecture such as amd64
 * @param cpu the processor's name, or the architecture where it cannot be had
 * @param processors that the JVM may use
 * @param memory the most the heap may take, in bytes
 */
record Machine(String version, String jdk, String os, String architecture, String cpu, int processors, long memory) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static Machine here() {
        String version = Machine.class.getPackage().getImplementationVersion();
        String architecture = System.getProperty("os.arch");
        return new Machine(
                version == null ? "unreleased" : version,
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                architecture,
                cpu(architecture),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }

    private static String cpu(String otherwise) {
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException elsewhereThanOnLinux) {
            return otherwise;
        }
    }

    /** For run.json. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pellucid", version);
        facts.put("jdk", jdk);
        facts.put("os", os);
        facts.put("architecture", architecture);
        facts.put("cpu", cpu);
        facts.put("processors", processors);
        facts.put("heap_bytes", memory);
        return facts;
    }
}
