package org.pellucid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pellucid.data.Augmentation;

class ChoicesTest {
    private final Choices.AugmentationConverter augmentation = new Choices.AugmentationConverter();

    @Test
    void pairsStandOnTopOfTheWord() {
        assertThat(augmentation.convert("standard,moved=0.7"))
                .isEqualTo(new Augmentation(0.5, 0.7, 0.08, false, 10, 0.1, 0, 0, 0.1, 0.1, 0, 0));
    }

    @Test
    void shiftsByWholePixelsAreAYesOrNo() {
        assertThat(augmentation.convert("shift=0.1,whole-pixels=1"))
                .isEqualTo(new Augmentation(0, 1, 0.1, true, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThatThrownBy(() -> augmentation.convert("shift=0.1,whole-pixels=2"))
                .hasMessage("--augment expects 0 or 1 for whole-pixels but gets 2.0");
    }

    @Test
    void pairsAloneStandOnNothingAndMoveEveryPicture() {
        assertThat(augmentation.convert("shift=0.2,mixup=0.3"))
                .isEqualTo(new Augmentation(0, 1, 0.2, false, 0, 0, 0, 0, 0, 0, 0, 0.3));
    }
}
