package seli.metric;

import seli.linalg.HostMatrix;

/** Some samples of a stream, in its order; reads all of them. */
final class ChosenSamples implements SampleStream {
    private final SampleStream all;
    private final int[] chosen;

    /** Keeps the array. */
    ChosenSamples(SampleStream all, int[] chosen) {
        for (int i = 0; i < chosen.length; i++) {
            int least = i == 0 ? 0 : chosen[i - 1] + 1;
            if (chosen[i] < least || chosen[i] >= all.samples()) {
                throw new IllegalArgumentException(
                        "chosen sample %d is %d; expected %d to %d, each larger than the last"
                                .formatted(i, chosen[i], least, all.samples() - 1));
            }
        }
        this.all = all;
        this.chosen = chosen;
    }

    @Override
    public int featureDim() {
        return all.featureDim();
    }

    @Override
    public int samples() {
        return chosen.length;
    }

    @Override
    public void forEach(int most, Sink sink) {
        Filter filter = new Filter(most, sink);
        all.forEach(SampleStream.blockSize(featureDim()), filter::take);
    }

    /** Collects chosen samples until a block is full. */
    private final class Filter {
        private final int most;
        private final Sink sink;
        private final double[] column = new double[featureDim()];
        private HostMatrix.Builder block;
        private int given;
        private int filled;

        Filter(int most, Sink sink) {
            this.most = most;
            this.sink = sink;
            this.block = next();
        }

        private HostMatrix.Builder next() {
            return HostMatrix.builder(featureDim(), Math.min(most, chosen.length - given));
        }

        void take(int first, HostMatrix from) {
            while (given + filled < chosen.length && chosen[given + filled] < first + from.cols()) {
                from.copyColumn(chosen[given + filled] - first, column, 0);
                block.setColumn(filled++, column, 0);
                if (filled == Math.min(most, chosen.length - given)) {
                    sink.accept(given, block.build());
                    given += filled;
                    filled = 0;
                    block = next();
                }
            }
        }
    }
}
