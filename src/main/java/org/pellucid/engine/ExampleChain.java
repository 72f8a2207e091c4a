package org.pellucid.engine;

import java.util.List;

/** Layers that treat examples one by one, run together: one meeting of the threads for all of them. */
final class ExampleChain implements BatchLayer {
    private final ExampleLayer[] layers;
    private final ShardParts shards;
    private final int block;
    private final Workers.Task forwardTask = this::forwardTask;
    private final Workers.Task backwardTask = this::backwardTask;
    private Pass pass;

    /**
     * @param block examples that go through all layers before the next do
     * @param threads that will share the work
     */
    ExampleChain(List<ExampleLayer> layers, Shards shards, int block, int threads) {
        this.layers = layers.toArray(ExampleLayer[]::new);
        this.shards = new ShardParts(shards, block, threads);
        this.block = block;
    }

    @Override
    public void prepare(Pass current, Workers workers) {
        for (ExampleLayer layer : layers) {
            layer.prepare(current, workers);
        }
    }

    @Override
    public void prepareBackward(Pass current, Workers workers) {
        for (ExampleLayer layer : layers) {
            layer.prepareBackward(current, workers);
        }
    }

    @Override
    public void forward(Pass current, Workers workers) {
        pass = current;
        workers.run(shards.begin(pass.n()), forwardTask);
    }

    @Override
    public void backward(Pass current, Workers workers) {
        pass = current;
        workers.run(shards.begin(pass.n()), backwardTask);
        // The last first: later layers mostly have more weights, and small sums fill the rest.
        for (int i = layers.length - 1; i >= 0; i--) {
            layers[i].reduce(current, workers);
        }
        workers.finish();
    }

    private void forwardTask(int task, int worker) {
        shards.await(task);
        try {
            int end = shards.to(task);
            for (int from = shards.from(task); from < end; from += block) {
                int to = Math.min(from + block, end);
                for (ExampleLayer layer : layers) {
                    layer.forward(pass, from, to, worker);
                }
            }
        } finally {
            shards.done(task);
        }
    }

    private void backwardTask(int task, int worker) {
        int shard = shards.shard(task);
        shards.await(task);
        try {
            if (shards.opensShard(task)) {
                for (ExampleLayer layer : layers) {
                    layer.clear(shard);
                }
            }
            int end = shards.to(task);
            for (int from = shards.from(task); from < end; from += block) {
                int to = Math.min(from + block, end);
                for (int i = layers.length - 1; i >= 0; i--) {
                    layers[i].backward(pass, from, to, shard, worker);
                }
            }
            if (shards.closesShard(task)) {
                for (ExampleLayer layer : layers) {
                    layer.finish(shard, worker);
                }
            }
        } finally {
            shards.done(task);
        }
    }
}
