package org.pellucid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExampleChainTest {
    private static final Shards SHARDS = new Shards(8);
    private static final int BLOCK = 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8})
    void takesEachExampleOnceAndThoseOfAShardInTheirOrder(int threads) {
        for (int examples : new int[] {1, 3, 8, 9, 17, 64, 101}) {
            Recorder recorder = new Recorder(examples);
            try (Workers workers = new Workers(threads)) {
                ExampleChain chain = chain(recorder, threads);
                for (int round = 0; round < 20; round++) {
                    recorder.expectNothingYet();
                    chain.forward(pass(examples), workers);
                    for (int i = 0; i < examples; i++) {
                        assertThat(recorder.forward.get(i)).as("example %d", i).isEqualTo(1);
                    }
                    chain.backward(pass(examples), workers);
                    for (int shard = 0; shard < SHARDS.count(); shard++) {
                        assertThat(recorder.of(shard))
                                .as("shard %d of %d examples", shard, examples)
                                .isEqualTo(expected(shard, examples));
                    }
                }
                assertThat(recorder.most.get()).isLessThanOrEqualTo(ShardParts.mostUnderWay(SHARDS, threads));
            }
        }
    }

    /** One thread is held up in the first part of the first shard that is cut, until the other has come to the second. */
    @Test
    void aPartWaitsForTheOneBefore() {
        int examples = 64;
        int first = SHARDS.from(4, examples);
        Recorder recorder = new Recorder(examples) {
            @Override
            public void backward(Pass pass, int from, int to, int shard, int worker) {
                if (from == first) {
                    while (of(7).size() < 2) {
                        Thread.onSpinWait();
                    }
                    sleep(30);
                }
                super.backward(pass, from, to, shard, worker);
            }
        };
        try (Workers workers = new Workers(2)) {
            chain(recorder, 2).backward(pass(examples), workers);
        }
        assertThat(recorder.of(4)).isEqualTo(expected(4, examples));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFailureLeavesNobodyWaiting(int threads) {
        int examples = 64;
        Recorder recorder = new Recorder(examples) {
            @Override
            public void forward(Pass pass, int from, int to, int worker) {
                throw new IllegalStateException("forward");
            }

            @Override
            public void backward(Pass pass, int from, int to, int shard, int worker) {
                if (shard == 5) {
                    throw new IllegalStateException("backward");
                }
            }
        };
        try (Workers workers = new Workers(threads)) {
            ExampleChain chain = chain(recorder, threads);
            assertThatThrownBy(() -> chain.forward(pass(examples), workers)).hasMessage("forward");
            assertThatThrownBy(() -> chain.backward(pass(examples), workers)).hasMessage("backward");
        }
    }

    private static ExampleChain chain(ExampleLayer layer, int threads) {
        return new ExampleChain(List.of(layer), SHARDS, BLOCK, threads);
    }

    private static Pass pass(int examples) {
        Pass pass = new Pass();
        pass.begin(examples, true);
        return pass;
    }

    private static List<String> expected(int shard, int examples) {
        List<String> all = new ArrayList<>(List.of("clear"));
        IntStream.range(SHARDS.from(shard, examples), SHARDS.to(shard, examples))
                .mapToObj(String::valueOf)
                .forEach(all::add);
        all.add("finish");
        return all;
    }

    private static void sleep(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps what is called for each shard. */
    private static class Recorder implements ExampleLayer {
        final AtomicIntegerArray forward;
        /** Shards that have begun and not ended, at most. */
        final AtomicInteger most = new AtomicInteger();

        private final AtomicInteger underWay = new AtomicInteger();
        private final List<List<String>> shards = new ArrayList<>();

        Recorder(int examples) {
            forward = new AtomicIntegerArray(examples);
            for (int shard = 0; shard < SHARDS.count(); shard++) {
                shards.add(Collections.synchronizedList(new ArrayList<>()));
            }
        }

        void expectNothingYet() {
            for (int i = 0; i < forward.length(); i++) {
                forward.set(i, 0);
            }
            shards.forEach(List::clear);
        }

        List<String> of(int shard) {
            return shards.get(shard);
        }

        @Override
        public void forward(Pass pass, int from, int to, int worker) {
            for (int i = from; i < to; i++) {
                forward.incrementAndGet(i);
            }
        }

        @Override
        public void clear(int shard) {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            of(shard).add("clear");
        }

        @Override
        public void backward(Pass pass, int from, int to, int shard, int worker) {
            for (int i = from; i < to; i++) {
                of(shard).add(String.valueOf(i));
            }
        }

        @Override
        public void finish(int shard, int worker) {
            of(shard).add("finish");
            underWay.decrementAndGet();
        }
    }
}
