package org.pellucid.spec;

/**
 * Where a window slides over a picture: sizes in and out, kernel, stride, dilation and zeros around, all resolved to
 * numbers.
 *
 * <p>The window at output row {@code oh} covers the input rows {@code oh·strideH − padTop + kh·dilationH}, for
 * {@code kh = 0 … kH − 1}; rows outside 0 … hIn − 1 count as zeros. Columns likewise.
 *
 * @param hIn input rows
 * @param wIn input columns
 * @param kH kernel rows
 * @param kW kernel columns
 * @param strideH rows from one window to the next
 * @param strideW columns from one window to the next
 * @param dilationH rows from one kernel row to the next
 * @param dilationW columns from one kernel column to the next
 * @param padTop zeros above
 * @param padLeft zeros to the left
 * @param hOut output rows
 * @param wOut output columns
 */
public record Window(
        int hIn,
        int wIn,
        int kH,
        int kW,
        int strideH,
        int strideW,
        int dilationH,
        int dilationW,
        int padTop,
        int padLeft,
        int hOut,
        int wOut) {

    /**
     * Resolves a rule of padding on a picture.
     *
     * @throws SpecException if the kernel is larger than the padded picture
     */
    public static Window of(Shape in, Size kernel, Size stride, Size dilation, Padding padding) {
        int top = padding.before(in.height(), kernel.height(), stride.height(), dilation.height(), padding.top());
        int left = padding.before(in.width(), kernel.width(), stride.width(), dilation.width(), padding.left());
        int bottom = padding.after(in.height(), kernel.height(), stride.height(), dilation.height(), padding.bottom());
        int right = padding.after(in.width(), kernel.width(), stride.width(), dilation.width(), padding.right());
        int spanH = (kernel.height() - 1) * dilation.height() + 1;
        int spanW = (kernel.width() - 1) * dilation.width() + 1;
        int paddedH = in.height() + top + bottom;
        int paddedW = in.width() + left + right;
        if (spanH > paddedH || spanW > paddedW) {
            throw new SpecException("expects a padded picture of at least " + spanH + "×" + spanW + " but gets "
                    + paddedH + "×" + paddedW + ": use a smaller kernel, more padding or fewer poolings before it");
        }
        return new Window(
                in.height(),
                in.width(),
                kernel.height(),
                kernel.width(),
                stride.height(),
                stride.width(),
                dilation.height(),
                dilation.width(),
                top,
                left,
                (paddedH - spanH) / stride.height() + 1,
                (paddedW - spanW) / stride.width() + 1);
    }
}
