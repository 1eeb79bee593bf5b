package seli.job;

import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/**
 * The inner products of a solution's factors, on the backend that solved, since on the host they cost as much again.
 */
final class FactorProducts {
    private final Backend backend;

    private FactorProducts(Backend backend) {
        this.backend = backend;
    }

    /** W'W, M'M, the same of the centred means, and W'M, for W and M of d x k; cost 8 d k^2 flops. */
    static SolveOutcome.Products of(Backend backend, HostMatrix w, HostMatrix m) {
        try (Workspace workspace = backend.openWorkspace()) {
            FactorProducts products = new FactorProducts(backend);
            DenseMatrix classifier = workspace.upload(w);
            DenseMatrix means = workspace.upload(m);
            HostMatrix ofClassifier = products.gram(classifier);
            HostMatrix ofEmbedding = products.gram(means);
            HostMatrix logits = products.times(classifier, means);
            means.upload(centred(m));
            return new SolveOutcome.Products(ofClassifier, ofEmbedding, products.gram(means), logits);
        }
    }

    private HostMatrix times(DenseMatrix a, DenseMatrix b) {
        try (Workspace scratch = backend.openWorkspace()) {
            DenseMatrix product = scratch.zeros(a.cols(), b.cols());
            backend.algebra().gemm(true, false, 1, a, b, 0, product);
            return product.download();
        }
    }

    /** A'A, symmetric to the last bit. */
    private HostMatrix gram(DenseMatrix a) {
        HostMatrix product = times(a, a);
        return HostMatrix.generate(a.cols(), a.cols(), (i, j) -> product.get(Math.min(i, j), Math.max(i, j)));
    }

    private static HostMatrix centred(HostMatrix m) {
        double[] mean = new double[m.rows()];
        for (int c = 0; c < m.cols(); c++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += m.get(i, c) / m.cols();
            }
        }
        return HostMatrix.generate(m.rows(), m.cols(), (i, c) -> m.get(i, c) - mean[i]);
    }
}
