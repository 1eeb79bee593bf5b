package seli.reproduce;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A number for each {@link Shape}, NaN where there is none. Immutable. */
final class ShapeNumbers {
    private final Map<Shape, Double> values;

    /** Copies the map. */
    ShapeNumbers(Map<Shape, Double> values) {
        this.values = new EnumMap<>(values);
    }

    double get(Shape shape) {
        return Optional.ofNullable(values.get(shape)).orElse(Double.NaN);
    }

    /** The same but for one number. */
    ShapeNumbers with(Shape shape, double value) {
        Map<Shape, Double> more = new EnumMap<>(values);
        more.put(shape, value);
        return new ShapeNumbers(more);
    }
}
