package seli.metric;

import seli.linalg.HostMatrix;

/** The columns of a matrix as samples. */
record MatrixSamples(HostMatrix features) implements SampleStream {
    @Override
    public int featureDim() {
        return features.rows();
    }

    @Override
    public int samples() {
        return features.cols();
    }

    @Override
    public void forEach(int most, Sink sink) {
        double[] column = new double[features.rows()];
        for (int first = 0; first < features.cols(); first += most) {
            int count = Math.min(most, features.cols() - first);
            HostMatrix.Builder block = HostMatrix.builder(features.rows(), count);
            for (int j = 0; j < count; j++) {
                features.copyColumn(first + j, column, 0);
                block.setColumn(j, column, 0);
            }
            sink.accept(first, block.build());
        }
    }

    @Override
    public HostMatrix matrix() {
        return features;
    }
}
