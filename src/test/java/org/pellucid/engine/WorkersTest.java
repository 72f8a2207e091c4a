package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void doEveryTaskOnce(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThat(workers.threads()).isEqualTo(threads);
            for (int count : new int[] {0, 1, 2, 5, 64}) {
                for (int round = 0; round < 50; round++) {
                    AtomicIntegerArray done = new AtomicIntegerArray(count);
                    workers.run(count, (task, worker) -> done.incrementAndGet(task));
                    for (int task = 0; task < count; task++) {
                        assertThat(done.get(task)).isEqualTo(1);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nameTheWorkerBelowTheNumberOfThreads(int threads) {
        try (Workers workers = new Workers(threads)) {
            int[] workersOfTasks = new int[40];
            workers.run(workersOfTasks.length, (task, worker) -> workersOfTasks[task] = worker);
            assertThat(Arrays.stream(workersOfTasks)).allMatch(worker -> worker >= 0 && worker < threads);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void passOnWhatATaskThrowsAndGoOn(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 20; round++) {
                assertThatThrownBy(() -> workers.run(9, (task, worker) -> {
                            if (task == 4) {
                                throw new IllegalStateException("task 4");
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("task 4");
                int[] done = new int[5];
                workers.run(5, (task, worker) -> done[task]++);
                assertThat(done).containsOnly(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void passOnErrors(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThatThrownBy(() -> workers.run(3, (task, worker) -> {
                        throw new AssertionError("broken");
                    }))
                    .isInstanceOf(AssertionError.class);
        }
    }
}
