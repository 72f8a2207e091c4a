package org.pellucid.tensor;

import java.util.Arrays;

/**
 * A dense array of floats with a shape, in row-major order: the last index runs fastest.
 *
 * <p>Pictures are {@code [n, c, h, w]} (NCHW), vectors {@code [n, features]}. The array is shared, not copied:
 * whoever holds the tensor may write to it.
 */
public final class Tensor {
    private final float[] data;
    private final int[] shape;

    /**
     * A tensor of zeros.
     *
     * @param shape the sizes, each at least 0
     */
    public Tensor(int... shape) {
        this(new float[elements(shape)], shape);
    }

    private Tensor(float[] data, int[] shape) {
        this.data = data;
        this.shape = shape.clone();
    }

    /**
     * A view of {@code data}, which is not copied.
     *
     * @throws IllegalArgumentException if the shape does not hold exactly as many elements as the array
     */
    public static Tensor of(float[] data, int... shape) {
        if (elements(shape) != data.length) {
            throw new IllegalArgumentException("tensor of shape " + Arrays.toString(shape) + " needs " + elements(shape)
                    + " elements but gets " + data.length);
        }
        return new Tensor(data, shape);
    }

    /** The elements themselves, in row-major order; writing to them writes to the tensor. */
    public float[] data() {
        return data;
    }

    /** The number of axes. */
    public int rank() {
        return shape.length;
    }

    /** The size of one axis. */
    public int size(int axis) {
        return shape[axis];
    }

    /** The number of elements. */
    public int size() {
        return data.length;
    }

    /** A copy of the sizes. */
    public int[] shape() {
        return shape.clone();
    }

    /** Whether the sizes are exactly these. */
    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    /** Sets every element. */
    public void fill(float value) {
        Arrays.fill(data, value);
    }

    /** A tensor of the same shape with its own copy of the elements. */
    public Tensor copy() {
        return new Tensor(data.clone(), shape);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }

    private static int elements(int[] shape) {
        long product = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, (long) size);
        }
        return Math.toIntExact(product);
    }
}
