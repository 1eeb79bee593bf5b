package seli.reproduce;

import java.util.List;
import seli.figure.Figure;

/**
 * What an experiment shows.
 *
 * @param remarks sentences to read first
 * @param comparisons numbers beside theory and published numbers
 * @param pictures figures
 */
record Findings(List<String> remarks, List<Comparison> comparisons, List<Picture> pictures) {
    /** Copies the lists. */
    Findings {
        remarks = List.copyOf(remarks);
        comparisons = List.copyOf(comparisons);
        pictures = List.copyOf(pictures);
    }

    /**
     * A figure with what it says.
     *
     * @param figure the figure
     * @param caption a sentence or two
     */
    record Picture(Figure figure, String caption) {}
}
