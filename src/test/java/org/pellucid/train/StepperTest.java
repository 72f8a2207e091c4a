package org.pellucid.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pellucid.engine.OptimizerSpec;

class StepperTest {
    private final Stepper lab = stepper();

    private static Stepper stepper() {
        return new Stepper(
                Tiny.network(),
                Tiny.pictures("train", 75),
                Tiny.BACKEND,
                OptimizerSpec.of(OptimizerSpec.Kind.SGD),
                0.5,
                16,
                3);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aStepInPartsIsAStep() {
        try (Stepper whole = stepper()) {
            for (int i = 0; i < 7; i++) {
                double loss = lab.forward();
                lab.backward();
                lab.update();
                assertThat(whole.step()).isEqualTo(loss);
            }
            assertThat(whole.tensor("conv1.weight").data())
                    .containsExactly(lab.tensor("conv1.weight").data());
            assertThat(lab.steps()).isEqualTo(7);
        }
    }

    @Test
    void aStepFinishesWhatIsUnderWay() {
        lab.forward();
        lab.backward();
        float w = lab.get("dense1.weight", 2, 5);
        float g = lab.get("dense1.weight.gradient", 2, 5);

        lab.step();

        assertThat(lab.get("dense1.weight", 2, 5)).isEqualTo(w - 0.5f * g);
        assertThat(lab.steps()).isEqualTo(1);
    }

    @Test
    void partsOutOfTurnAreRefused() {
        assertThatThrownBy(lab::backward).hasMessageContaining("backward() expects forward()");
        lab.forward();
        assertThatThrownBy(lab::update).hasMessageContaining("update() expects backward()");
        lab.backward();
        assertThatThrownBy(lab::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aGradientSetByHandIsTheOneThatCounts() {
        lab.rate(0.25);
        lab.forward();
        lab.backward();
        float w = lab.get("conv1.weight", 0, 0, 1, 1);
        lab.set("conv1.weight.gradient", 2, 0, 0, 1, 1);
        lab.update();

        assertThat(lab.get("conv1.weight", 0, 0, 1, 1)).isEqualTo(w - 0.5f);
    }

    @Test
    void everyNameIsATensor() {
        lab.forward();
        lab.backward();

        for (String name : lab.names()) {
            assertThat(lab.tensor(name).size()).as(name).isPositive();
        }
        assertThat(lab.tensor("maxpool1.y").shape()).containsExactly(16, 4, 4, 4);
        assertThat(lab.tensor("probabilities").shape()).containsExactly(16, 3);
    }

    @Test
    void askedTooEarlyOrForNothingItSaysSo() {
        assertThatThrownBy(() -> lab.tensor("logits")).hasMessageContaining("call forward()");
        assertThatThrownBy(() -> lab.tensor("conv9.y")).hasMessageContaining("expected one of x, logits");
        assertThatThrownBy(() -> lab.get("conv1.weight", 4, 0, 0, 0)).hasMessageContaining("[4, 1, 3, 3]");
        lab.forward();
        assertThatThrownBy(() -> lab.set("relu1.y", 1, 0, 0, 0, 0)).hasMessageContaining("cannot be set");
    }

    @Test
    void aTableShowsTwoAxes() {
        lab.set("conv1.weight", -0.12345, 2, 0, 1, 0);

        assertThat(lab.show("conv1.weight", 2, 0).lines())
                .hasSize(4)
                .contains("conv1.weight [4, 1, 3, 3]")
                .anyMatch(line -> line.startsWith("  -0.123"));
        assertThat(lab.show("dense1.bias").lines()).hasSize(2);
    }

    @Test
    void itLearnsAndJudgesWithoutLosingItsPlace() {
        lab.rate(0.1);
        lab.run(100);
        assertThat(lab.accuracy(Tiny.pictures("validation", 30))).isGreaterThan(0.9);

        try (Stepper other = stepper()) {
            other.rate(0.1);
            other.run(50);
            other.accuracy(Tiny.pictures("validation", 30));
            other.run(50);
            assertThat(other.tensor("conv1.weight").data())
                    .containsExactly(lab.tensor("conv1.weight").data());
        }
    }
}
