package org.pellucid.engine;

import java.util.List;
import org.pellucid.gemm.Backends;
import org.pellucid.spec.ActivationSpec;
import org.pellucid.spec.Conv2dSpec;
import org.pellucid.spec.FlattenSpec;
import org.pellucid.spec.NetworkSpec;
import org.pellucid.spec.Padding;
import org.pellucid.spec.Shape;
import org.pellucid.spec.Size;

/**
 * Prints what a step on vectors allocates where Winograd's algorithm takes the whole batch. A program of its own: what the
 * compiler makes of a loop depends on all that it has seen run, and other tests run the same loops in other ways.
 */
final class VectorAllocation {
    private static final int BATCH = 16;

    /** At most: vectors are objects until the compiler has come to their loops, which where processors are scarce takes long. */
    private static final int ROUNDS = 4000;

    private VectorAllocation() {}

    /** @param args the side of the pictures, and that of the tiles' outputs that are to be taken */
    public static void main(String[] args) {
        int side = Integer.parseInt(args[0]);
        Conv2dSpec conv = new Conv2dSpec(32, Size.of(3), Size.of(1), Padding.SAME, Size.of(1), 1, true);
        NetworkSpec spec = new NetworkSpec(
                "winograd",
                new Shape(32, side, side),
                List.of(conv, new ActivationSpec.Relu(), conv, new FlattenSpec()));
        Options options =
                Options.of(Backends.select("vector").backend()).threads(2).batch(BATCH);
        ConvChoice choice = ConvChoice.of(options, conv.geometry(spec.input()));
        if (choice.tile() != Integer.parseInt(args[1])
                || !WinogradBatchConvolution.fits(conv.geometry(spec.input()), BATCH)) {
            throw new AssertionError(choice);
        }
        System.out.print(AllocationTest.least(spec, options, ROUNDS));
    }
}
