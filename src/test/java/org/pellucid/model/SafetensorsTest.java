package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.tensor.Tensor;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("t.safetensors");
    }

    private static LinkedHashMap<String, Tensor> tensors() {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z", Tensor.of(new float[] {1, -2.5f}, 2, 1));
        tensors.put("a", Tensor.of(new float[] {Float.MIN_VALUE}));
        tensors.put("empty", new Tensor(0, 3));
        tensors.put("größe \"q\"", Tensor.of(new float[] {-0.0f}, 1));
        return tensors;
    }

    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", Tensor.of(new float[] {1, -2}, 1, 2));
        tensors.put("b", Tensor.of(new float[] {0.5f}, 1));

        Safetensors.write(file(), tensors, Map.of("format", "pt"));

        String header = "{'__metadata__':{'format':'pt'},'w':{'dtype':'F32','shape':[1,2],'data_offsets':[0,8]},"
                + "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}";
        header = header.replace('\'', '"') + " ".repeat(-header.length() & 7);
        ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        expected.putFloat(1).putFloat(-2).putFloat(0.5f);
        assertThat(Files.readAllBytes(file())).isEqualTo(expected.array());
    }

    @Test
    void bytesAreThoseOfTheReferenceImplementation() {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", Tensor.of(new float[] {1, -2}, 1, 2));

        Safetensors.write(file(), tensors, Map.of("format", "pt"));

        // Python, safetensors 0.8.0: save({"w": np.array([[1, -2]], dtype=np.float32)}, metadata={"format": "pt"})
        String expected = "X\0\0\0\0\0\0\0{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}} \0\0\u0080?\0\0\0\u00c0";
        assertThat(file()).hasBinaryContent(expected.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void dataStartsAtAMultipleOfEightBytesAndTheHeaderIsPaddedWithSpaces(int nameLength) throws IOException {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("n".repeat(nameLength), Tensor.of(new float[] {1}, 1));

        Safetensors.write(file(), tensors, Map.of());

        byte[] bytes = Files.readAllBytes(file());
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
        assertThat(length % 8).isZero();
        assertThat(header).matches("\\{.*\\} {0,7}");
        assertThat(bytes).hasSize(8 + length + 4);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Safetensors.write(file(), tensors(), Map.of("epoch", "3"));

        Safetensors.Contents contents = Safetensors.contents(file());

        assertThat(contents.metadata()).containsExactly(Map.entry("epoch", "3"));
        assertThat(contents.tensors()).containsOnlyKeys(tensors().keySet());
        assertThat(Fingerprint.sha256(new LinkedHashMap<>(inOrder(contents.tensors()))))
                .isEqualTo(Fingerprint.sha256(tensors()));
    }

    private static Map<String, Tensor> inOrder(Map<String, Tensor> read) {
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        tensors().keySet().forEach(name -> ordered.put(name, read.get(name)));
        return ordered;
    }

    @Test
    void tensorsLargerThanABufferAreReadWhole() {
        float[] data = new float[100_001];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", Tensor.of(data, data.length));
        Safetensors.write(file(), tensors, Map.of());

        assertThat(Safetensors.read(file()).get("w").data()).isEqualTo(data);
    }

    @Test
    void dataMayStandInAnotherOrderThanTheHeader() throws IOException {
        Tiny.safetensors(
                file(),
                "{'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]},"
                        + "'a':{'data_offsets':[0,4],'dtype':'F32','shape':[1]}}",
                8);

        assertThat(Safetensors.read(file()).keySet()).containsExactly("a", "b");
    }

    @Test
    void aTensorCannotTakeTheNameOfTheMetadata() {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("__metadata__", new Tensor(1));

        assertThatThrownBy(() -> Safetensors.write(file(), tensors, Map.of()))
                .isInstanceOf(ModelException.class)
                .hasMessage("a tensor cannot be named __metadata__, which the format keeps for itself: give it another"
                        + " name");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 1000,
            value = {
                "{'a':{'dtype':'I16','shape':[2],'data_offsets':[0,4]}} | 4 "
                        + "| tensor a has the dtype I16 but only F32 and F16, floats of 32 and 16 bits, are read",
                "{'a':{'dtype':'F16','shape':[1],'data_offsets':[0,4]}} | 4 "
                        + "| tensor a of shape [1] does not fit its 4 bytes of data",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 "
                        + "| tensor a of shape [2] does not fit its 4 bytes of data",
                "{'a':{'dtype':'F32','shape':[2147483648,2147483648,4],'data_offsets':[0,0]}} | 0 "
                        + "| tensor a of shape [2147483648, 2147483648, 4] does not fit its 0 bytes of data",
                "{'a':{'dtype':'F32','shape':[1073741824,1073741824,4],'data_offsets':[0,0]}} | 0 "
                        + "| tensor a of shape [1073741824, 1073741824, 4] does not fit its 0 bytes of data",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 "
                        + "| a.shape expects a list of sizes but gets [-1]",
                "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | 4 "
                        + "| a.shape expects a list of sizes but gets [1.5]",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 "
                        + "| tensor a expects data_offsets of two bytes, begin and end, but gets [4, 0]",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4]}} | 4 "
                        + "| tensor a expects data_offsets of two bytes, begin and end, but gets [4]",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}"
                        + " | 4 | tensor b is expected to start at byte 4, where the one before ends, but starts at 0:"
                        + " they overlap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}"
                        + " | 12 | tensor b is expected to start at byte 4, where the one before ends, but starts at 8:"
                        + " there is a gap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 3 "
                        + "| the header tells of 4 bytes of data but the file holds 3: it is cut short",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 5 "
                        + "| the header tells of 4 bytes of data but the file holds 5: something was added",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}} | 4 "
                        + "| a.x is unknown; expected data_offsets, dtype, shape",
                "{'a':{'shape':[1],'data_offsets':[0,4]}} | 4 | a.dtype is expected but missing",
                "{'a':7} | 0 | a expects a JSON object but gets 7",
                "{'__metadata__':{'epoch':3}} | 0 | __metadata__.epoch expects a text but gets 3",
                "[] | 0 | expects a JSON object but gets []",
            })
    void whatIsWrongIsNamed(String header, int dataSize, String message) throws IOException {
        Path file = Tiny.safetensors(file(), header, dataSize);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessage(file + ": " + message + ": take the file from a copy, or train and save again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[0],'data_offsets':[0,0]}}",
                "{} {}",
                "{",
                "<html></html>",
            })
    void aHeaderThatIsNotStrictJsonIsRefused(String header) throws IOException {
        Path file = Tiny.safetensors(file(), header, 0);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + ": the header is not JSON: ");
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        Files.write(file(), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, (byte) 0xC3, 0x28});

        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file() + ": the header is not JSON: expected UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "0, 0"})
    void aFileTooShortForALengthIsRefused(int size, String got) throws IOException {
        Files.write(file(), new byte[size]);

        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        file() + ": expected a safetensors file, which starts with 8 bytes, but it has " + got + ": ");
    }

    @ParameterizedTest
    @CsvSource({"9, 0, 9", "-1, 7, 18446744073709551615"})
    void aHeaderLongerThanTheFileIsRefused(int first, int last, String got) throws IOException {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) first;
        Arrays.fill(bytes, 1, 1 + last, (byte) first);
        Files.write(file(), bytes);

        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file() + ": the header is to be " + got
                        + " bytes long but expected at most 8: the file is cut short or no safetensors file");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(ModelException.class)
                .hasMessage("cannot read " + file()
                        + ": expected a file of that name but found none: give the path of a" + " safetensors file");
    }

    @Test
    void messagesStayOnOneLine() throws IOException {
        Path file = Tiny.safetensors(file(), "{'a\\nb':7}", 0);

        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageStartingWith(file + ": a b expects a JSON object");
    }
}
