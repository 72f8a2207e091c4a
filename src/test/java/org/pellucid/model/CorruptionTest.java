package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pellucid.tensor.Rng;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Files spoilt at random: each is refused as it should be, or nothing of it has changed. */
class CorruptionTest {
    private static final int TIMES = 200;

    @TempDir
    Path folder;

    private List<Object> content;

    @BeforeEach
    void save() {
        Model model = Tiny.model(1);
        model.save(folder);
        content = Tiny.content(model);
    }

    /** One byte altered, or all from there on cut away, or one byte put in. */
    private static byte[] spoil(byte[] bytes, Rng rng) {
        int at = rng.nextInt(bytes.length);
        byte[] spoilt = bytes.clone();
        switch (rng.nextInt(4)) {
            case 0 -> spoilt = Arrays.copyOf(bytes, at);
            case 1 -> {
                spoilt = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, spoilt, at + 1, bytes.length - at);
                spoilt[at] = (byte) rng.nextInt(256);
            }
            default -> spoilt[at] ^= (byte) (1 + rng.nextInt(255));
        }
        return spoilt;
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void aSpoiltFileIsRefusedOrUnchangedInContent(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        Rng rng = Rng.of(20261105, Rng.key(name));
        for (int i = 0; i < TIMES; i++) {
            Files.write(file, spoil(bytes, rng));
            Model loaded = null;
            try {
                loaded = Model.load(folder);
            } catch (ModelException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContainPattern("\\p{Cntrl}");
            }
            if (loaded != null) {
                assertThat(Tiny.content(loaded)).as("spoilt %d", i).isEqualTo(content);
            }
        }
    }

    @Test
    void aCutAnywhereInTheWeightsIsRefused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 5) {
            Files.write(file, Arrays.copyOf(bytes, length));
            int cut = length;
            assertThatCode(() -> Model.load(folder)).as("%d bytes", cut).isInstanceOf(ModelException.class);
        }
    }

    /** Without the hashes to lean on: whatever the header says, it is read or refused, nothing else. */
    @Test
    void aSpoiltHeaderNeverFailsOtherwise() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        byte[] header = Arrays.copyOf(
                bytes,
                bytes.length
                        - 4
                                * Tiny.model(1).weights().values().stream()
                                        .mapToInt(tensor -> tensor.size())
                                        .sum());
        Rng rng = Rng.of(20261106);
        for (int i = 0; i < 2 * TIMES; i++) {
            byte[] spoilt = bytes.clone();
            spoilt[rng.nextInt(header.length)] = (byte) rng.nextInt(128);
            Files.write(file, spoilt);
            readOrRefuse(() -> Safetensors.read(file));
        }
    }

    /** The same of the description, sealed anew after it was spoilt. */
    @Test
    void aSpoiltDescriptionNeverFailsOtherwise() throws IOException {
        Path file = folder.resolve("model.json");
        byte[] bytes = Files.readAllBytes(file);
        Rng rng = Rng.of(20261107);
        int sealed = 0;
        for (int i = 0; i < 2 * TIMES; i++) {
            byte[] spoilt = bytes.clone();
            spoilt[rng.nextInt(bytes.length)] = (byte) (32 + rng.nextInt(95));
            Files.write(file, spoilt);
            if (isObject(spoilt)) {
                Tiny.edit(folder, root -> {});
                sealed++;
            }
            readOrRefuse(() -> Model.load(folder));
        }
        assertThat(sealed).isGreaterThan(TIMES / 2);
    }

    private static boolean isObject(byte[] json) {
        try {
            return Fields.MAPPER.readTree(new String(json, StandardCharsets.UTF_8)) instanceof ObjectNode;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void readOrRefuse(Runnable reading) {
        try {
            reading.run();
        } catch (ModelException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
