package org.pellucid.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked: what it says of the data is true.
 *
 * @param entries in the order of their data, which they cover without overlap or gap
 * @param metadata free texts
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    static final String SINGLE = "F32";
    static final String HALF = "F16";

    /**
     * One tensor.
     *
     * @param half whether its elements have 16 bits rather than 32
     * @param begin the byte at which it starts, counted from the end of the header
     * @param end the byte after its last
     */
    record Entry(String name, int[] shape, boolean half, long begin, long end) {}

    static int bytes(boolean half) {
        return half ? Short.BYTES : Float.BYTES;
    }

    /**
     * @param json the header's text
     * @param dataSize how many bytes follow it
     * @param origin the file, for messages
     */
    static SafetensorsHeader parse(String json, long dataSize, String origin) {
        try {
            return parse(Fields.parse(json, "the header"), dataSize);
        } catch (ModelException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    private static SafetensorsHeader parse(Fields root, long dataSize) {
        Map<String, String> metadata = root.has(Safetensors.METADATA)
                ? root.object(Safetensors.METADATA).allTexts()
                : Map.of();
        List<Entry> entries = new ArrayList<>();
        for (String name : root.names()) {
            if (!name.equals(Safetensors.METADATA)) {
                entries.add(entry(root, name));
            }
        }
        // Empty tensors stand before the one that starts where they do.
        entries.sort(
                (a, b) -> a.begin() == b.begin() ? Long.compare(a.end(), b.end()) : Long.compare(a.begin(), b.begin()));
        long covered = 0;
        for (Entry entry : entries) {
            if (entry.begin() != covered) {
                throw root.refusal("tensor " + entry.name() + " is expected to start at byte " + covered
                        + ", where the one before ends, but starts at " + entry.begin()
                        + (entry.begin() < covered ? ": they overlap" : ": there is a gap"));
            }
            covered = entry.end();
        }
        if (covered != dataSize) {
            throw root.refusal("the header tells of " + covered + " bytes of data but the file holds " + dataSize
                    + (covered > dataSize ? ": it is cut short" : ": something was added"));
        }
        return new SafetensorsHeader(entries, metadata);
    }

    private static Entry entry(Fields root, String name) {
        Fields fields = root.object(name);
        String dtype = fields.text("dtype");
        if (!dtype.equals(SINGLE) && !dtype.equals(HALF)) {
            throw root.refusal("tensor " + name + " has the dtype " + dtype + " but only " + SINGLE + " and " + HALF
                    + ", floats of 32 and 16 bits, are read");
        }
        boolean half = dtype.equals(HALF);
        long[] sizes = fields.sizes("shape");
        long[] offsets = fields.sizes("data_offsets");
        fields.refuseOthers();
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw root.refusal("tensor " + name + " expects data_offsets of two bytes, begin and end, but gets "
                    + Arrays.toString(offsets));
        }
        long bytes = offsets[1] - offsets[0];
        int[] shape = new int[sizes.length];
        long needed = bytes(half);
        for (int axis = 0; axis < sizes.length; axis++) {
            // Compared by division, for a product may overflow; zero sizes make any product zero.
            if (sizes[axis] > Integer.MAX_VALUE || (sizes[axis] > 0 && needed > Long.MAX_VALUE / sizes[axis])) {
                throw misfit(root, name, sizes, bytes);
            }
            shape[axis] = (int) sizes[axis];
            needed *= sizes[axis];
        }
        if (needed != bytes || bytes / bytes(half) > Integer.MAX_VALUE - 8) {
            throw misfit(root, name, sizes, bytes);
        }
        return new Entry(name, shape, half, offsets[0], offsets[1]);
    }

    private static ModelException misfit(Fields root, String name, long[] sizes, long bytes) {
        return root.refusal("tensor " + name + " of shape " + Arrays.toString(sizes) + " does not fit its " + bytes
                + " bytes of data");
    }
}
