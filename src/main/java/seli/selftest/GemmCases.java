package seli.selftest;

import java.util.List;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.linalg.HostMatrix;

/** Products: per entry {@code |dC| <= 2 gamma_(l+2) (|alpha| |A| |B| + |beta| |C|)}, l the inner dimension. */
final class GemmCases {
    /** Rows and columns of the product and the inner dimension. */
    private record Size(int m, int n, int l) {}

    private record Scalars(double alpha, double beta) {}

    private static final List<Size> SIZES = List.of(
            new Size(1, 1, 1),
            new Size(2, 3, 1),
            new Size(1, 2, 3),
            new Size(3, 1, 31),
            new Size(31, 32, 2),
            new Size(32, 33, 31),
            new Size(33, 31, 32),
            new Size(63, 65, 33),
            new Size(65, 1, 63),
            new Size(1, 127, 65),
            new Size(127, 2, 129),
            new Size(129, 63, 127),
            new Size(10, 257, 129),
            new Size(257, 33, 1021),
            new Size(1021, 3, 257),
            new Size(2, 1021, 65),
            new Size(3, 5, 0),
            new Size(0, 4, 3),
            new Size(4, 0, 3));
    private static final List<Scalars> SCALARS =
            List.of(new Scalars(1, 0), new Scalars(-0.5, 1), new Scalars(0, 2), new Scalars(2, -0.75));

    private GemmCases() {}

    /** One product. */
    private record Product(Size size, boolean transA, boolean transB, Scalars scalars, Regime regime, boolean views) {
        OpCase opCase() {
            String sizes = "m=%d,n=%d,l=%d".formatted(size.m, size.n, size.l);
            String transposed = (transA ? "T" : "N") + (transB ? "T" : "N");
            String factors = "alpha=%s,beta=%s".formatted(scalars.alpha, scalars.beta);
            String regimeName = OpCase.word(regime) + (views ? ",view" : "");
            return new OpCase(
                    "gemm", "%s,trans=%s,%s,regime=%s".formatted(sizes, transposed, factors, regimeName), this::run);
        }

        private void run(Trial trial) {
            HostMatrix a = trial.numbers(transA ? size.l : size.m, transA ? size.m : size.l, regime);
            HostMatrix b = trial.numbers(transB ? size.n : size.l, transB ? size.l : size.n, regime);
            HostMatrix c = scalars.beta == 0 // exact: then c must not be read
                    ? HostMatrix.generate(size.m, size.n, (i, j) -> Double.NaN)
                    : trial.numbers(size.m, size.n, regime);
            Trial.Pair left = upload(trial, a);
            Trial.Pair right = upload(trial, b);
            Trial.Pair result = upload(trial, c);
            Trial.Pair sizes = trial.upload(magnitude(c, scalars.beta));

            multiply(trial.subject(), scalars, left.tested(), right.tested(), result.tested());
            multiply(trial.truth(), scalars, left.trusted(), right.trusted(), result.trusted());
            left.trusted().upload(magnitude(a, 1));
            right.trusted().upload(magnitude(b, 1));
            Scalars absolute = new Scalars(Math.abs(scalars.alpha), Math.abs(scalars.beta));
            multiply(trial.truth(), absolute, left.trusted(), right.trusted(), sizes.trusted());

            HostMatrix bound = sizes.trusted().download();
            double relative = 2 * trial.gamma(size.l + 2L);
            double underflow = 4 * (size.l + 2) * trial.smallest(); // each product and sum may lose one smallest number
            HostMatrix expected = result.trusted().download();
            trial.verdict()
                    .matrix(
                            "c",
                            result.tested().download(),
                            expected,
                            (i, j) -> relative * bound.get(i, j) + underflow);
        }

        private Trial.Pair upload(Trial trial, HostMatrix values) {
            return views ? trial.uploadView(values) : trial.upload(values);
        }

        private void multiply(Backend backend, Scalars factors, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
            backend.algebra().gemm(transA, transB, factors.alpha, a, b, factors.beta, c);
        }

        private static HostMatrix magnitude(HostMatrix m, double factor) {
            return HostMatrix.generate(m.rows(), m.cols(), (i, j) -> factor == 0 ? 0 : Math.abs(m.get(i, j)));
        }
    }

    static void addTo(List<OpCase> cases) {
        int turn = 0;
        for (Size size : SIZES) {
            for (int trans = 0; trans < 4; trans++) {
                Scalars scalars = SCALARS.get(turn++ % SCALARS.size());
                boolean views = trans == 0;
                Product product = new Product(size, trans % 2 == 1, trans >= 2, scalars, Regime.UNIFORM, views);
                cases.add(product.opCase());
            }
            turn++;
        }
        Size odd = new Size(33, 17, 65);
        for (Regime regime : List.of(Regime.LARGE, Regime.EQUAL, Regime.DENORMAL, Regime.NEGATIVE_ZERO)) {
            for (Scalars scalars : SCALARS) {
                cases.add(new Product(odd, true, false, scalars, regime, false).opCase());
            }
        }
    }
}
