package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pellucid.data.Dataset;

class HoldOutTest {
    private final Dataset all = Tiny.pictures("all", 90);

    @Test
    void takesATenthOfEachClass() {
        HoldOut parts = HoldOut.of(all, 1);
        assertThat(parts.validation().classCounts()).containsExactly(3, 3, 3);
        assertThat(parts.train().classCounts()).containsExactly(27, 27, 27);
    }

    @Test
    void leavesNoPictureOutOrTwice() {
        HoldOut parts = HoldOut.of(all, 1);
        Set<String> ids = new HashSet<>();
        for (Dataset part : new Dataset[] {parts.train(), parts.validation()}) {
            for (int i = 0; i < part.size(); i++) {
                ids.add(part.id(i));
            }
        }
        assertThat(ids).hasSize(90);
    }

    @Test
    void dependsOnTheSeedAlone() {
        String first = HoldOut.of(all, 1).validation().id(0)
                + HoldOut.of(all, 1).validation().id(8);
        assertThat(HoldOut.of(all, 1).validation().id(0)
                        + HoldOut.of(all, 1).validation().id(8))
                .isEqualTo(first);
        assertThat(HoldOut.of(all, 2).validation().pixels())
                .isNotEqualTo(HoldOut.of(all, 1).validation().pixels());
    }
}
