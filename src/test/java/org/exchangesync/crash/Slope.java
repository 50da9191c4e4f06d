package org.exchangesync.crash;

import java.util.List;

/** The straight line that fits points best: whether something grows, however it goes up and down. */
final class Slope {
    private Slope() {}

    /**
     * By the method of least squares.
     *
     * @param x for example hours
     * @param y as many values
     * @return how much y grows when x grows by one
     */
    static double of(List<Double> x, List<Double> y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.size(); i++) {
            above += (x.get(i) - meanX) * (y.get(i) - meanY);
            below += (x.get(i) - meanX) * (x.get(i) - meanX);
        }
        return below == 0 ? 0 : above / below;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
