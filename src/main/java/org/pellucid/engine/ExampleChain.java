package org.pellucid.engine;

import java.util.List;

/** Layers that treat examples one by one, run together: one meeting of the threads for all of them. */
final class ExampleChain implements BatchLayer {
    private final ExampleLayer[] layers;
    private final Shards shards;
    private final int block;
    private final Workers.Task forwardTask = this::forwardShard;
    private final Workers.Task backwardTask = this::backwardShard;
    private Pass pass;

    /** @param block examples that go through all layers before the next do */
    ExampleChain(List<ExampleLayer> layers, Shards shards, int block) {
        this.layers = layers.toArray(ExampleLayer[]::new);
        this.shards = shards;
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
        workers.run(shards.count(), forwardTask);
    }

    @Override
    public void backward(Pass current, Workers workers) {
        pass = current;
        workers.run(shards.count(), backwardTask);
        // The last first: later layers mostly have more weights, and small sums fill the rest.
        for (int i = layers.length - 1; i >= 0; i--) {
            layers[i].reduce(current, workers);
        }
        workers.finish();
    }

    private void forwardShard(int shard, int worker) {
        int end = shards.to(shard, pass.n());
        for (int from = shards.from(shard, pass.n()); from < end; from += block) {
            int to = Math.min(from + block, end);
            for (ExampleLayer layer : layers) {
                layer.forward(pass, from, to, worker);
            }
        }
    }

    private void backwardShard(int shard, int worker) {
        for (ExampleLayer layer : layers) {
            layer.clear(shard);
        }
        int end = shards.to(shard, pass.n());
        for (int from = shards.from(shard, pass.n()); from < end; from += block) {
            int to = Math.min(from + block, end);
            for (int i = layers.length - 1; i >= 0; i--) {
                layers[i].backward(pass, from, to, shard, worker);
            }
        }
        for (ExampleLayer layer : layers) {
            layer.finish(shard, worker);
        }
    }
}
