package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private static History.Epoch epoch(int number, double accuracy, double loss) {
        return new History.Epoch(number, 0.001, 1.5, 0.25, loss, accuracy, 2.5, 100);
    }

    @Test
    void bestIsTheHighestAccuracy() {
        History history =
                History.EMPTY.plus(epoch(1, 0.5, 1)).plus(epoch(2, 0.7, 2)).plus(epoch(3, 0.6, 0.5));
        assertThat(history.bestEpoch()).hasValue(2);
    }

    @Test
    void ofEqualsTheLowerLossIsBestAndThenTheFirst() {
        History history =
                History.EMPTY.plus(epoch(1, 0.5, 1)).plus(epoch(2, 0.5, 0.9)).plus(epoch(3, 0.5, 0.9));
        assertThat(history.bestEpoch()).hasValue(2);
    }

    @Test
    void anEmptyHistoryHasNoBest() {
        assertThat(History.EMPTY.bestEpoch()).isEmpty();
    }

    @Test
    void tableNamesItsColumns() {
        assertThat(History.EMPTY.plus(epoch(1, 0.5, 1)).csv())
                .isEqualTo(
                        "epoch,lr,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,images_per_s\n"
                                + "1,0.001,1.5,0.25,1.0,0.5,2.5,100.0\n");
    }

    @Test
    void refusesEpochsOutOfOrder() {
        assertThatThrownBy(() -> History.EMPTY.plus(epoch(2, 0, 0)))
                .hasMessage("history expects epoch 1 in its place but has epoch 2");
    }

    @Test
    void earlyStoppingWaitsForItsPatience() {
        EarlyStopping patient = new EarlyStopping(2);
        History history = History.EMPTY.plus(epoch(1, 0.5, 1)).plus(epoch(2, 0.4, 1));
        assertThat(patient.ends(history)).isFalse();
        assertThat(patient.ends(history.plus(epoch(3, 0.5, 1.1)))).isTrue();
        assertThat(patient.ends(history.plus(epoch(3, 0.5, 0.9)))).isFalse();
    }

    @Test
    void earlyStoppingOfZeroNeverEnds() {
        assertThat(new EarlyStopping(0)
                        .ends(History.EMPTY.plus(epoch(1, 0.5, 1)).plus(epoch(2, 0.4, 1))))
                .isFalse();
    }
}
