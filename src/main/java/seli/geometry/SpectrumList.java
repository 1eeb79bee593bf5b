package seli.geometry;

import java.util.ArrayList;
import java.util.List;

/** The positive singular values of a SEL matrix in decreasing order, from the poles and the roots between them. */
final class SpectrumList {
    private SpectrumList() {}

    static List<SingularValue> of(PoleTable poles, SecularSpectrum spectrum) {
        List<SingularValue> values = new ArrayList<>();
        for (int a = 0; a < poles.size(); a++) {
            append(values, Math.sqrt(poles.value(a)), poles.classes(a) - 1);
            if (a < spectrum.size()) {
                append(values, Math.sqrt(spectrum.root(a)), 1);
            }
        }
        return List.copyOf(values);
    }

    private static void append(List<SingularValue> values, double value, int multiplicity) {
        int last = values.size() - 1;
        if (last >= 0
                && values.get(last).value() == value) { // exact: only values that rounding made the same are merged
            values.set(last, new SingularValue(value, values.get(last).multiplicity() + multiplicity));
        } else if (multiplicity > 0) {
            values.add(new SingularValue(value, multiplicity));
        }
    }

    /** Nuclear norm. */
    static double sum(List<SingularValue> values) {
        CompensatedSum sum = new CompensatedSum();
        for (SingularValue s : values) {
            sum.add(s.multiplicity() * s.value());
        }
        return sum.value();
    }
}
