package seli.geometry;

/**
 * A sum with Neumaier's correction: error a few units of the last place of the sum of absolute values, whatever the
 * length.
 */
final class CompensatedSum {
    private double sum;
    private double low;

    void add(double term) {
        double next = sum + term;
        double back = next - sum;
        low += (sum - (next - back)) + (term - back);
        sum = next;
    }

    double value() {
        return sum + low;
    }
}
