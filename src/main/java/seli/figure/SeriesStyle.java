package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * How a series is drawn.
 *
 * @param ink colour
 * @param marker sign of its points
 * @param dashes pattern of its line, empty for a solid one
 */
record SeriesStyle(Ink ink, Marker marker, String dashes) {
    private static final List<String> THEORY = List.of("7 4", "2 3", "10 3 2 3", "5 2", "1 2");
    private static final List<String> MARKS = List.of("1 3", "8 3 1 3", "5 5");

    /**
     * The styles of the series of a chart: each measured one has the next colour and sign; theory and bands have the
     * colour of the measured one before them, and the next dashes for each. Without anything measured every series has
     * a colour of its own.
     */
    static List<SeriesStyle> of(List<Series> series) {
        boolean anyMeasured = series.stream().anyMatch(SeriesStyle::isMeasured);
        List<String> marks = new ArrayList<>();
        List<SeriesStyle> styles = new ArrayList<>();
        int colour = -1;
        int dashes = -1;
        for (Series one : series) {
            if (one.kind() == Series.Kind.MARK) {
                if (!marks.contains(one.label())) {
                    marks.add(one.label());
                }
                String pattern = MARKS.get(marks.indexOf(one.label()) % MARKS.size());
                styles.add(new SeriesStyle(Ink.MUTED, Marker.CIRCLE, pattern));
                continue;
            }
            boolean next = isMeasured(one) || !anyMeasured;
            colour += next ? 1 : 0;
            dashes = isMeasured(one) ? -1 : dashes + (one.kind() == Series.Kind.THEORY ? 1 : 0);
            Ink ink = colour < 0 ? Ink.TEXT : Ink.ofData(colour);
            boolean repeated = colour >= Ink.dataColours();
            String pattern = one.kind() == Series.Kind.THEORY
                    ? THEORY.get(Math.max(0, dashes) % THEORY.size())
                    : repeated ? "14 2" : "";
            styles.add(new SeriesStyle(ink, Marker.ofData(Math.max(0, colour)), pattern));
        }
        return styles;
    }

    /** The style of theory number {@code index} across bars: black, with a sign of its own. */
    static SeriesStyle ofTheory(int index) {
        return new SeriesStyle(Ink.TEXT, Marker.ofData(index + 3), THEORY.get(index % THEORY.size()));
    }

    private static boolean isMeasured(Series series) {
        return series.kind() == Series.Kind.LINE || series.kind() == Series.Kind.POINTS;
    }
}
