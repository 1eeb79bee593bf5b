package seli.solver;

import java.util.List;

/** Learning rate as a function of the number of steps taken before. */
public sealed interface LearningRate {
    /** The rate of the step that follows {@code steps} steps, positive. */
    double after(long steps);

    /** The sum of the rates of the first {@code steps} steps: the time of gradient flow that they stand for. */
    double timeAfter(long steps);

    /**
     * The same rate always.
     *
     * @param rate positive and finite
     */
    record Constant(double rate) implements LearningRate {
        /** Checks the rate. */
        public Constant {
            requirePositive(rate);
        }

        @Override
        public double after(long steps) {
            return rate;
        }

        @Override
        public double timeAfter(long steps) {
            return rate * steps;
        }
    }

    /**
     * One multiplication of the rate.
     *
     * @param step the number of steps after which it holds, at least 1
     * @param factor positive and finite
     */
    record Drop(long step, double factor) {
        /** Checks the ranges. */
        public Drop {
            if (step < 1 || !(factor > 0) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException(
                        "learning rate drop %d:%s; expected a step of at least 1 and a positive factor"
                                .formatted(step, factor));
            }
        }
    }

    /**
     * {@code rate} times the factors of all drops reached, as PyTorch's MultiStepLR.
     *
     * @param rate the first rate, positive and finite
     * @param drops in any order
     */
    record Steps(double rate, List<Drop> drops) implements LearningRate {
        /** Checks the rate and copies the list. */
        public Steps {
            requirePositive(rate);
            drops = List.copyOf(drops);
        }

        @Override
        public double after(long steps) {
            double now = rate;
            for (Drop drop : drops) {
                if (steps >= drop.step()) {
                    now *= drop.factor();
                }
            }
            return now;
        }

        @Override
        public double timeAfter(long steps) {
            long[] ends = drops.stream().mapToLong(Drop::step).sorted().toArray();
            double time = 0;
            long from = 0;
            for (long end : ends) {
                long to = Math.min(end, steps);
                time += after(from) * (to - from);
                from = to;
            }
            return time + after(from) * (steps - from);
        }
    }

    /**
     * {@code rate (1 + cos(pi t / period)) / 2}, from {@code rate} down to 0 after {@code period} steps and 0 from
     * there on.
     *
     * @param rate the first rate, positive and finite
     * @param period number of steps of the half wave, at least 1
     */
    record Cosine(double rate, long period) implements LearningRate {
        /** Checks the ranges. */
        public Cosine {
            requirePositive(rate);
            if (period < 1) {
                throw new IllegalArgumentException("cosine over %d steps; expected at least 1".formatted(period));
            }
        }

        @Override
        public double after(long steps) {
            return steps >= period ? 0 : 0.5 * rate * (1 + StrictMath.cos(Math.PI * steps / period));
        }

        @Override
        public double timeAfter(long steps) { // the sum of cos(t theta) over t < m, in closed form
            long m = Math.min(steps, period);
            double half = Math.PI / period / 2;
            double cosines = StrictMath.sin(m * half) / StrictMath.sin(half) * StrictMath.cos((m - 1) * half);
            return 0.5 * rate * (m + cosines);
        }
    }

    private static void requirePositive(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("learning rate %s; expected a positive finite number".formatted(rate));
        }
    }
}
