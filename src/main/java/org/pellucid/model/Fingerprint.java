package org.pellucid.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.tensor.Parameter;
import org.pellucid.tensor.Tensor;

/**
 * The SHA-256 that says whether two trainings came to the same weights, bit for bit.
 *
 * <p>Hashed are, for each tensor in order: the length of its name in UTF-8 bytes and the name; its rank and its sizes; its
 * elements. Whole numbers are 32 bits, floats their IEEE 754 bits, both little-endian.
 */
public final class Fingerprint {
    private static final int CHUNK = 1 << 14;

    private final MessageDigest digest = digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private Fingerprint() {}

    /** Of a network's parameters, learned or not, as 64 hexadecimal digits. */
    public static String sha256(List<Parameter> parameters) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        parameters.forEach(p -> weights.put(p.name(), p.value()));
        return sha256(weights);
    }

    /** Of named tensors, in the map's order, as 64 hexadecimal digits. */
    public static String sha256(Map<String, Tensor> weights) {
        Fingerprint fingerprint = new Fingerprint();
        weights.forEach(fingerprint::add);
        return hex(fingerprint.digest);
    }

    /** Of bytes, such as those of a file, as 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /**
     * Of a file's bytes, as 64 hexadecimal digits; the channel's place is left where it is.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    static String sha256(FileChannel file) {
        MessageDigest digest = digest();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
        try {
            long at = 0;
            while (file.read(bytes, at) > 0) {
                at += bytes.position();
                digest.update(bytes.flip());
                bytes.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hex(digest);
    }

    private void add(String name, Tensor tensor) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
        number(tensor.rank());
        for (int axis = 0; axis < tensor.rank(); axis++) {
            number(tensor.size(axis));
        }
        float[] data = tensor.data();
        for (int from = 0; from < data.length; from += CHUNK) {
            int count = Math.min(CHUNK, data.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(data, from, count);
            digest.update(buffer.array(), 0, count * Float.BYTES);
        }
    }

    private void number(int value) {
        buffer.clear();
        digest.update(buffer.putInt(value).array(), 0, Integer.BYTES);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
