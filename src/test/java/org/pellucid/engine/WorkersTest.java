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
    @ValueSource(ints = {1, 2, 3, 8})
    void doWhatIsPutOffOnceAndBeforeTheEnd(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int deferrals = 0; deferrals < 7; deferrals++) {
                for (int round = 0; round < 20; round++) {
                    AtomicIntegerArray done = new AtomicIntegerArray(10 * deferrals + 5);
                    for (int d = 0; d < deferrals; d++) {
                        int first = 10 * d;
                        workers.later(d, (task, worker) -> done.incrementAndGet(first + task));
                    }
                    int own = 10 * deferrals;
                    workers.run(round % 3, (task, worker) -> done.incrementAndGet(own + task));
                    workers.later(1, (task, worker) -> done.incrementAndGet(own + 4));
                    workers.finish();
                    workers.finish();
                    for (int i = 0; i < done.length(); i++) {
                        boolean expected = i < own ? i % 10 < i / 10 : i - own < round % 3 || i - own == 4;
                        assertThat(done.get(i)).as("task %d", i).isEqualTo(expected ? 1 : 0);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void forgetWhatIsPutOffWhenATaskThrows(int threads) {
        try (Workers workers = new Workers(threads)) {
            workers.later(1, (task, worker) -> {
                throw new IllegalStateException("put off");
            });
            assertThatThrownBy(() -> workers.run(2, (task, worker) -> {})).hasMessage("put off");
            int[] done = new int[5];
            workers.run(5, (task, worker) -> done[task]++);
            assertThat(done).containsOnly(1);
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
