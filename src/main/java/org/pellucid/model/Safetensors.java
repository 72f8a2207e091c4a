package org.pellucid.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.pellucid.tensor.Tensor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tensors in a file that any program can read: the safetensors format, floats of 32 or 16 bits.
 *
 * <p>First the length of the header, 8 bytes, little-endian; then the header, JSON padded with spaces to a multiple of 8
 * bytes, which gives each tensor's dtype, shape and place; then the elements, little-endian, one tensor after another
 * without gaps. Format: https://github.com/huggingface/safetensors
 */
public final class Safetensors {
    static final String METADATA = "__metadata__";

    private static final int ALIGNMENT = 8;
    private static final int CHUNK = 1 << 14;
    /** As in the reference implementation: longer headers are taken for an attack, or another format. */
    private static final long LONGEST_HEADER = 100_000_000;

    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param tensors by name, in the order of their data
     * @param metadata free texts
     * @param half whether all are stored as 16-bit floats
     * @param sha256 of the whole file, 64 hexadecimal digits
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata, boolean half, String sha256) {}

    /**
     * Writes a file whole, or leaves what was there (see {@link AtomicFiles}).
     *
     * @param tensors in the order in which to write them; the map is not changed
     * @param metadata free texts; none are written if empty
     * @throws ModelException if that fails
     */
    public static void write(Path file, LinkedHashMap<String, Tensor> tensors, Map<String, String> metadata) {
        AtomicFiles.write(file, out -> write(out, tensors, metadata, false));
    }

    /** @param half whether to store 16-bit floats, to which each element is rounded */
    static void write(OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata, boolean half)
            throws IOException {
        byte[] header = header(tensors, metadata, half);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(length.putLong(header.length).array());
        out.write(header);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Tensor tensor : tensors.values()) {
            float[] data = tensor.data();
            for (int from = 0; from < data.length; from += CHUNK) {
                int count = Math.min(CHUNK, data.length - from);
                buffer.clear();
                if (half) {
                    for (int i = 0; i < count; i++) {
                        buffer.putShort(Half.of(data[from + i]));
                    }
                } else {
                    buffer.asFloatBuffer().put(data, from, count);
                }
                out.write(buffer.array(), 0, count * SafetensorsHeader.bytes(half));
            }
        }
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata, boolean half) {
        ObjectNode root = Fields.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(root.putObject(METADATA)::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            if (named.getKey().equals(METADATA)) {
                throw new ModelException("a tensor cannot be named " + METADATA + ", which the format keeps for itself:"
                        + " give it another name");
            }
            ObjectNode entry = root.putObject(named.getKey());
            entry.put("dtype", half ? SafetensorsHeader.HALF : SafetensorsHeader.SINGLE);
            ArrayNode shape = entry.putArray("shape");
            for (int size : named.getValue().shape()) {
                shape.add(size);
            }
            long end = offset + (long) named.getValue().size() * SafetensorsHeader.bytes(half);
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = Fields.MAPPER.writeValueAsString(root);
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a file's tensors, by name, in the order of their data.
     *
     * @throws ModelException if the file is not all it should be
     */
    public static Map<String, Tensor> read(Path file) {
        return contents(file).tensors();
    }

    /**
     * Reads all a file holds.
     *
     * @throws ModelException if the file is not all it should be
     */
    public static Contents contents(Path file) {
        return contents(file, () -> {});
    }

    /**
     * The same.
     *
     * @param meanwhile what to do when all is read but the hash, which another thread computes
     */
    static Contents contents(Path file, Runnable meanwhile) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException("cannot read " + file + ": expected a file of that name but found "
                    + (Files.exists(file) ? "something else" : "none") + ": give the path of a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            String origin = file.toString();
            long size = channel.size();
            // Beside the reading, which takes as long.
            CompletableFuture<String> sha256 = CompletableFuture.supplyAsync(() -> Fingerprint.sha256(channel));
            InputStream in = Channels.newInputStream(channel);
            SafetensorsHeader header = readHeader(in, size, origin);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                tensors.put(entry.name(), readTensor(in, entry, origin));
            }
            if (in.read() >= 0) {
                throw new ModelException(origin + " grew while it was read: wait until it is written, and try again");
            }
            meanwhile.run();
            boolean half = !tensors.isEmpty() && header.entries().stream().allMatch(SafetensorsHeader.Entry::half);
            return new Contents(tensors, header.metadata(), half, sha256.join());
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable(file, unreadable.getCause());
            }
            throw e;
        }
    }

    private static ModelException unreadable(Path file, IOException e) {
        return new ModelException(
                "cannot read " + file + ": " + AtomicFiles.reason(e) + ": check the file and its permissions", e);
    }

    private static SafetensorsHeader readHeader(InputStream in, long fileSize, String origin) throws IOException {
        if (fileSize < Long.BYTES) {
            throw new ModelException(origin + ": expected a safetensors file, which starts with 8 bytes, but it has "
                    + fileSize + Fields.MEND);
        }
        long length = ByteBuffer.wrap(exactly(in, Long.BYTES, origin))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        long rest = fileSize - Long.BYTES;
        // As an unsigned number: a negative length is a huge one.
        if (Long.compareUnsigned(length, Math.min(rest, LONGEST_HEADER)) > 0) {
            throw new ModelException(origin + ": the header is to be " + Long.toUnsignedString(length)
                    + " bytes long but expected at most " + Math.min(rest, LONGEST_HEADER)
                    + ": the file is cut short or no safetensors file" + Fields.MEND);
        }
        String json;
        try {
            json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(exactly(in, (int) length, origin)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(origin + ": the header is not JSON: expected UTF-8" + Fields.MEND, e);
        }
        return SafetensorsHeader.parse(json, rest - length, origin);
    }

    private static Tensor readTensor(InputStream in, SafetensorsHeader.Entry entry, String origin) throws IOException {
        Tensor tensor = new Tensor(entry.shape());
        float[] data = tensor.data();
        int chunk = Math.min(CHUNK, Math.max(1, data.length));
        ByteBuffer buffer = ByteBuffer.allocate(chunk * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        short[] halves = new short[entry.half() ? chunk : 0];
        for (int from = 0; from < data.length; from += CHUNK) {
            int count = Math.min(CHUNK, data.length - from);
            int bytes = count * SafetensorsHeader.bytes(entry.half());
            if (in.readNBytes(buffer.array(), 0, bytes) < bytes) {
                throw shrank(origin);
            }
            buffer.clear();
            if (entry.half()) {
                buffer.asShortBuffer().get(halves, 0, count);
                Half.toFloats(halves, count, data, from);
            } else {
                buffer.asFloatBuffer().get(data, from, count);
            }
        }
        return tensor;
    }

    private static byte[] exactly(InputStream in, int count, String origin) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw shrank(origin);
        }
        return bytes;
    }

    private static ModelException shrank(String origin) {
        return new ModelException(origin + " shrank while it was read: wait until it is written, and try again");
    }
}
