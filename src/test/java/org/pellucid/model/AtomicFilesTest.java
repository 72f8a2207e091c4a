package org.pellucid.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void name() {
        target = folder.resolve("history.csv");
    }

    @Test
    void writesAndReplaces() throws IOException {
        AtomicFiles.write(target, new byte[] {1, 2, 3});
        AtomicFiles.write(target, out -> out.write(4));

        assertThat(target).hasBinaryContent(new byte[] {4});
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    }

    @Test
    void aFullDiskLeavesTheOldFileWholeAndNothingBehind() throws IOException {
        Files.writeString(target, "old");

        assertThatThrownBy(() -> AtomicFiles.write(target, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "cannot write " + target + ": No space left on device: make room or choose a folder that can"
                                + " be written to; what stood there is unchanged");
        assertThat(target).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    }

    @Test
    void aMistakeOfTheCallerPassesThroughAndLeavesNothingBehind() {
        IllegalStateException mistake = new IllegalStateException("mistake");

        assertThatThrownBy(() -> AtomicFiles.write(target, out -> {
                    throw mistake;
                }))
                .isSameAs(mistake);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMissingFolderIsNamed() {
        Path lost = folder.resolve("none/history.csv");

        assertThatThrownBy(() -> AtomicFiles.write(lost, new byte[1]))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot write " + lost + ": no such file or folder: ");
    }

    @Test
    void aFileInTheFoldersPlaceIsNamed() throws IOException {
        Path lost = Files.writeString(folder.resolve("file"), "x").resolve("history.csv");

        assertThatThrownBy(() -> AtomicFiles.write(lost, new byte[1]))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("cannot write " + lost + ": ");
    }

    @Test
    void aFolderInTheFilesPlaceIsLeftAlone() throws IOException {
        Files.createDirectory(target);

        assertThatThrownBy(() -> AtomicFiles.write(target, new byte[1]))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "cannot write " + target + ": there is something else of that name, not a file: ");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    }

    @Test
    void whatAKilledProcessLeftDoesNotStandInTheWay() throws IOException {
        Path left = Files.writeString(folder.resolve(".history.csv.0.tmp"), "half");

        AtomicFiles.write(target, new byte[] {1});

        assertThat(target).hasBinaryContent(new byte[] {1});
        assertThat(left).hasContent("half");
    }

    @Test
    void stagedContentIsUnseenUntilCommitted() throws IOException {
        try (AtomicFiles.Staged staged = AtomicFiles.stage(target, out -> out.write(1))) {
            assertThat(target).doesNotExist();
            staged.commit();
        }
        assertThat(target).hasBinaryContent(new byte[] {1});
    }

    @Test
    void stagedContentNotCommittedGoesAway() {
        AtomicFiles.stage(target, out -> out.write(1)).close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anInterruptDoesNotSpoilAFile() {
        Thread.currentThread().interrupt();
        AtomicFiles.write(target, new byte[] {1});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(target).hasBinaryContent(new byte[] {1});
    }
}
