package org.pellucid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static final int STEPS = 100;

    @Test
    void theScaleRunsFromWhiteToDarkAndNeverTurnsBack() {
        assertThat(Palette.shade(0)).isEqualTo(Color.WHITE);
        for (int i = 0; i < STEPS; i++) {
            double t = (double) i / STEPS;
            assertThat(Palette.luminance(Palette.shade(t + 1.0 / STEPS)))
                    .as("darker after %s", t)
                    .isLessThan(Palette.luminance(Palette.shade(t)));
        }
    }

    @Test
    void textStandsOutFromEveryShade() {
        for (int i = 0; i <= STEPS; i++) {
            Color shade = Palette.shade((double) i / STEPS);
            // WCAG 2, level AA, large type.
            assertThat(Palette.contrast(shade, Palette.textOn(shade))).isGreaterThan(3);
        }
    }

    @Test
    void contrastIsThatOfTheStandard() {
        assertThat(Palette.contrast(Color.BLACK, Color.WHITE)).isEqualTo(21);
        assertThat(Palette.contrast(Color.WHITE, Color.WHITE)).isEqualTo(1);
    }
}
