package org.pellucid.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pellucid.train.Throughput;

/** Networks that run at the same time and share nothing but the machine; often only one. */
final class SideBySide implements AutoCloseable {
    private final List<Throughput> networks;
    private final int batch;
    private final ExecutorService others;

    /** @param batch pictures in a step of each */
    SideBySide(List<Throughput> networks, int batch) {
        this.networks = networks;
        this.batch = batch;
        others = Executors.newCachedThreadPool();
    }

    /** Pictures a second of all together, in a round of at least so many seconds. */
    double round(double seconds) {
        List<Future<Double>> rates = new ArrayList<>();
        for (Throughput network : networks.subList(1, networks.size())) {
            rates.add(others.submit(() -> batch / network.round(seconds)));
        }
        double sum = batch / networks.get(0).round(seconds);
        for (Future<Double> rate : rates) {
            sum += get(rate);
        }
        return sum;
    }

    private static double get(Future<Double> rate) {
        try {
            return rate.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a network beside the first did not finish its round", e);
        }
    }

    @Override
    public void close() {
        others.shutdownNow();
        networks.forEach(Throughput::close);
    }
}
