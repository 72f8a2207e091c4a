package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pellucid.spec.Shape;

class SignalTest {
    private static final Shape SHAPE = new Shape(3, 2, 2);

    @Test
    void whatIsMadeInPlaceHasValuesOfItsOwnAndTheGradientOfWhatItIsMadeFrom() {
        Signal x = Signal.of(SHAPE, 2, true);
        Signal y = x.inPlace(true);

        assertThat(y.gradient()).isSameAs(x.gradient());
        assertThat(y.value()).hasSameSizeAs(x.value()).isNotSameAs(x.value());
    }

    /** The input of a network has no gradient, yet a layer with parameters behind it needs that of its output. */
    @Test
    void whereThereIsNoGradientOneIsMadeIfItIsNeeded() {
        Signal input = Signal.of(SHAPE, 2, false);

        assertThat(input.inPlace(true).gradient()).hasSameSizeAs(input.value());
        assertThat(input.inPlace(false).gradient()).isEmpty();
    }

    @Test
    void betweenTwoLayersEachWorkerKeepsTheGradientsOfItsBlock() {
        Signal y = Signal.between(SHAPE, 17, 2, 4);

        assertThat(y.value()).hasSize(17 * SHAPE.size());
        assertThat(y.gradient()).hasSize(2 * 4 * SHAPE.size());
        assertThat(y.place(9, 9, 0)).isZero();
        assertThat(y.place(12, 9, 1)).isEqualTo(4 + 3);
    }

    @Test
    void whereTheBlocksAreNoFewerThanTheBatchAllGradientsAreKept() {
        Signal y = Signal.between(SHAPE, 8, 2, 4);

        assertThat(y.gradient()).hasSameSizeAs(y.value());
        assertThat(y.place(7, 4, 1)).isEqualTo(7);
    }
}
