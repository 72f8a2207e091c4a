package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Horizon TEN_BY_FOUR = new Horizon(10, 4);

    private static History losses(double... losses) {
        History history = History.EMPTY;
        for (double loss : losses) {
            history = history.plus(new History.Epoch(history.size() + 1, 0.1, 1, 0, loss, 0, 1, 1));
        }
        return history;
    }

    @Test
    void constantStaysOne() {
        assertThat(new Schedule.Constant().factor(39, TEN_BY_FOUR, History.EMPTY))
                .isEqualTo(1);
    }

    @Test
    void stepDropsEverySoManyEpochs() {
        Schedule step = new Schedule.Step(2, 0.5);
        assertThat(new double[] {
                    step.factor(0, TEN_BY_FOUR, History.EMPTY),
                    step.factor(19, TEN_BY_FOUR, History.EMPTY),
                    step.factor(20, TEN_BY_FOUR, History.EMPTY),
                    step.factor(40, TEN_BY_FOUR, History.EMPTY)
                })
                .containsExactly(1, 1, 0.5, 0.25);
    }

    @Test
    void plateauDropsWhenTheLossStandsStillAndWaitsAnew() {
        Schedule plateau = new Schedule.Plateau(2, 0.5, 0.2);
        assertThat(plateau.factor(0, TEN_BY_FOUR, losses(3, 2, 2.5))).isEqualTo(1);
        assertThat(plateau.factor(0, TEN_BY_FOUR, losses(3, 2, 2.5, 2))).isEqualTo(0.5);
        assertThat(plateau.factor(0, TEN_BY_FOUR, losses(3, 2, 2.5, 2, 2.1))).isEqualTo(0.5);
        assertThat(plateau.factor(0, TEN_BY_FOUR, losses(3, 2, 2.5, 2, 2.1, 2.2)))
                .isEqualTo(0.25);
        assertThat(plateau.factor(0, TEN_BY_FOUR, losses(3, 2, 2.5, 2, 2.1, 1.9, 2, 2)))
                .isEqualTo(0.25);
    }

    @Test
    void plateauKeepsAboveItsFloor() {
        assertThat(new Schedule.Plateau(1, 0.5, 0.2).factor(0, TEN_BY_FOUR, losses(1, 2, 2, 2, 2)))
                .isEqualTo(0.2);
    }

    @Test
    void cosineRisesAndFalls() {
        Schedule cosine = new Schedule.Cosine(1, 0.1);
        assertThat(cosine.factor(0, TEN_BY_FOUR, History.EMPTY)).isEqualTo(0.1);
        assertThat(cosine.factor(9, TEN_BY_FOUR, History.EMPTY)).isEqualTo(1);
        assertThat(cosine.factor(10, TEN_BY_FOUR, History.EMPTY)).isEqualTo(1);
        // Halfway down: the cosine is 0 but for the rounding of π/2.
        assertThat(cosine.factor(25, TEN_BY_FOUR, History.EMPTY)).isEqualTo(0.55, within(1e-15));
        assertThat(cosine.factor(40, TEN_BY_FOUR, History.EMPTY)).isEqualTo(0.1);
    }

    @Test
    void cosineWithoutWarmUpStartsAtOne() {
        assertThat(new Schedule.Cosine(0, 0).factor(0, TEN_BY_FOUR, History.EMPTY))
                .isEqualTo(1);
    }

    @Test
    void refusesFactorsThatDoNotLower() {
        assertThatThrownBy(() -> new Schedule.Step(1, 1))
                .isInstanceOf(TrainException.class)
                .hasMessage("schedule step expects a factor between 0 and 1, such as 0.5, but gets 1.0");
    }
}
