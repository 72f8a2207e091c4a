package org.pellucid.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DuplicateAuditTest {
    private static Dataset data(int[] labels, int... pixels) {
        byte[] bytes = new byte[pixels.length];
        for (int p = 0; p < pixels.length; p++) {
            bytes[p] = (byte) pixels[p];
        }
        return Dataset.of("d", List.of("a", "b"), 1, 1, 1, bytes, labels, null, null);
    }

    @Test
    void countsCopiesAcrossSplitsAndContraryLabels() {
        Dataset train = data(new int[] {0, 0, 1, 0}, 5, 6, 6, 7);
        Dataset validation = data(new int[] {0, 1, 1}, 5, 5, 9);
        Dataset test = data(new int[] {0, 0}, 9, 8);

        DuplicateAudit audit = DuplicateAudit.of(DataSource.of(
                "d", Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test), train.classes()));

        // Groups: 5 (0, 0, 1: conflict), 6 (0, 1: conflict), 7, 9 (1, 0: conflict), 8.
        assertThat(audit).isEqualTo(new DuplicateAudit(9, 5, 3, Map.of(Split.VALIDATION, 2, Split.TEST, 0)));
    }
}
