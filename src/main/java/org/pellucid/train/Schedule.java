package org.pellucid.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How the learning rate changes: a factor on the rate asked for.
 *
 * <p>A schedule holds no state. Its factor follows from the step and the finished epochs alone, so a resumed run needs
 * nothing but those.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Schedule.Plateau.class, name = "plateau"),
    @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine")
})
public sealed interface Schedule {
    /**
     * The factor for one step.
     *
     * @param step from 0, over the whole training
     * @param horizon the length of the training
     * @param history of the epochs finished before this step
     */
    double factor(long step, Horizon horizon, History history);

    /** Whether the factor depends on how many epochs were asked for, so that a training cannot be prolonged. */
    default boolean needsHorizon() {
        return false;
    }

    /** Always 1. */
    record Constant() implements Schedule {
        @Override
        public double factor(long step, Horizon horizon, History history) {
            return 1;
        }
    }

    /**
     * factor^⌊epoch / every⌋, epochs from 0.
     *
     * @param every epochs between two drops, at least 1
     * @param factor in (0, 1)
     */
    record Step(int every, double factor) implements Schedule {
        public Step {
            atLeastOne("step", "epochs between drops", every);
            fraction("step", factor);
        }

        @Override
        public double factor(long step, Horizon horizon, History history) {
            // region:schedule-step
            return StrictMath.pow(factor, step / horizon.stepsPerEpoch() / every);
            // end
        }
    }

    /**
     * Drops each time the validation loss has not come below its lowest for some epochs; the wait then starts anew.
     *
     * @param patience epochs without a new lowest loss before a drop, at least 1
     * @param factor of each drop, in (0, 1)
     * @param floor the factor never goes below it
     */
    record Plateau(int patience, double factor, double floor) implements Schedule {
        public Plateau {
            atLeastOne("plateau", "epochs of patience", patience);
            fraction("plateau", factor);
            floorInRange("plateau", floor);
        }

        @Override
        public double factor(long step, Horizon horizon, History history) {
            // region:schedule-plateau
            double lowest = Double.POSITIVE_INFINITY;
            double current = 1;
            int waited = 0;
            for (int epoch = 1; epoch <= history.size(); epoch++) {
                double loss = history.epoch(epoch).validationLoss();
                if (loss < lowest) {
                    lowest = loss;
                    waited = 0;
                } else if (++waited == patience) {
                    current = Math.max(floor, current * factor);
                    waited = 0;
                }
            }
            return current;
            // end
        }
    }

    /**
     * Rises in a straight line, then falls along half a cosine. With W warm-up steps of S in all: (s + 1) / W while
     * s &lt; W, then floor + (1 − floor) (1 + cos(π (s − W) / (S − W))) / 2. Source: Loshchilov and Hutter, ICLR 2017.
     *
     * @param warmUp epochs of rise, 0 for none; may be a fraction
     * @param floor the factor it falls to, in [0, 1)
     */
    record Cosine(double warmUp, double floor) implements Schedule {
        public Cosine {
            if (!(warmUp >= 0 && warmUp < Double.POSITIVE_INFINITY)) {
                throw new TrainException("schedule cosine expects a warm-up of at least 0 epochs but gets " + warmUp);
            }
            floorInRange("cosine", floor);
        }

        @Override
        public double factor(long step, Horizon horizon, History history) {
            // region:schedule-cosine
            long all = horizon.steps();
            long rise = Math.min(all, Math.round(warmUp * horizon.stepsPerEpoch()));
            if (step < rise) {
                return (step + 1) / (double) rise;
            }
            if (step >= all) {
                return floor;
            }
            double turn = StrictMath.PI * (step - rise) / (all - rise);
            return floor + (1 - floor) * (1 + StrictMath.cos(turn)) / 2;
            // end
        }

        @Override
        public boolean needsHorizon() {
            return true;
        }
    }

    private static void atLeastOne(String kind, String what, int value) {
        if (value < 1) {
            throw new TrainException("schedule " + kind + " expects at least 1 as its " + what + " but gets " + value);
        }
    }

    private static void fraction(String kind, double factor) {
        if (!(factor > 0 && factor < 1)) {
            throw new TrainException(
                    "schedule " + kind + " expects a factor between 0 and 1, such as 0.5, but gets " + factor);
        }
    }

    private static void floorInRange(String kind, double floor) {
        if (!(floor >= 0 && floor < 1)) {
            throw new TrainException(
                    "schedule " + kind + " expects a floor of at least 0 and below 1 but gets " + floor);
        }
    }
}
