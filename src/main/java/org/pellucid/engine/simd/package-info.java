/** Kernels on the JDK's Vector API; beside {@code gemm} the only room that knows it, and entered only where it loads. */
package org.pellucid.engine.simd;
