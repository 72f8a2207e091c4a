package org.pellucid.gemm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether a fused multiply-add is one instruction here. */
final class HardwareFma {
    /**
     * Without the instruction {@link Math#fma(float, float, float)} must compute through {@link java.math.BigDecimal},
     * thousands of times slower. The JVM knows: its option {@code UseFMA} is true only where its compiler emits the
     * instruction. A JVM that has no such option is taken to have none, which costs speed but is never wrong.
     */
    static final boolean PRESENT = detect();

    private HardwareFma() {}

    private static boolean detect() {
        try {
            HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null && Boolean.parseBoolean(jvm.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException | LinkageError unknown) {
            return false;
        }
    }
}
