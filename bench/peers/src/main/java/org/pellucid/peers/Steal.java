package org.pellucid.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of the processors others took, from /proc/stat; nothing where there is no such file. */
record Steal(long busy, long stolen, long idle) {
    static Steal now() {
        try {
            String[] n = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split(" +", -1);
            long[] v = new long[9];
            for (int i = 1; i < 9; i++) {
                v[i] = Long.parseLong(n[i]);
            }
            return new Steal(v[1] + v[2] + v[3] + v[6] + v[7], v[8], v[4] + v[5]);
        } catch (IOException elsewhereThanOnLinux) {
            return new Steal(0, 0, 0);
        }
    }

    /** Shares of the processors' time since then. */
    String since(Steal then, double own, double seconds, int processors) {
        double all = (busy - then.busy) + (stolen - then.stolen) + (idle - then.idle);
        if (all == 0) {
            return "not known";
        }
        double ours = own / (seconds * processors);
        return String.format(
                java.util.Locale.ROOT,
                "the measured processes had %.0f %% of the processors' time, other processes %.0f %%, other machines %.0f %%",
                100 * ours,
                100 * Math.max(0, (busy - then.busy) / all - ours),
                100 * (stolen - then.stolen) / all);
    }
}
