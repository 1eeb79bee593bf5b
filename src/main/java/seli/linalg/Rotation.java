package seli.linalg;

/** The plane rotation of Jacobi's methods. */
final class Rotation {
    private Rotation() {}

    /** The root of smaller magnitude of {@code t^2 + 2 theta t - 1 = 0}, without overflow of theta squared. */
    static double tangent(double theta) {
        double size = Math.abs(theta);
        double t = size > 0x1p500 ? 0.5 / size : 1 / (size + StrictMath.sqrt(1 + size * size));
        return theta < 0 ? -t : t;
    }

    /** {@code (x, y) <- (c x - s y, s x + c y)}, entry by entry. */
    static void apply(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double xi = x[i];
            double yi = y[i];
            x[i] = c * xi - s * yi;
            y[i] = s * xi + c * yi;
        }
    }
}
