/** Matrix products C ← op(A)·op(B) + βC behind one small interface, and the choice of the fastest backend that loads. */
package org.pellucid.gemm;
