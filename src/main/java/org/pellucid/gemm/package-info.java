/**
 * Matrix products C ← op(A)·op(B) + βC behind one small interface, and the choice of the fastest backend that loads. What
 * kernels must know of registers and cache lines stands here, too, for the engine's as well.
 */
package org.pellucid.gemm;
