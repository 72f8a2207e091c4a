package org.pellucid.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/** JMH's own command line, whose forks get what the fast backends need. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws IOException {
        Main.main(Stream.concat(Arrays.stream(args), Stream.of("-jvmArgsAppend", forkOptions()))
                .toArray(String[]::new));
    }

    private static String forkOptions() {
        String vector = "--add-modules jdk.incubator.vector -XX:ObjectAlignmentInBytes=64 "
                + "-XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000"; // as the launcher has it
        // Newer JDKs warn of native libraries loaded without leave; older ones warn of the leave.
        return Runtime.version().feature() >= 22 ? vector + " --enable-native-access=ALL-UNNAMED" : vector;
    }
}
