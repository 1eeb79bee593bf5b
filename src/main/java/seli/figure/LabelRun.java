package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Equal labels that follow each other.
 *
 * @param label the label
 * @param start index of the first
 * @param size how many
 */
record LabelRun(String label, int start, int size) {
    /** The runs of a list of labels. */
    static List<LabelRun> of(List<String> labels) {
        List<LabelRun> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= labels.size(); i++) {
            if (i == labels.size() || !labels.get(i).equals(labels.get(start))) {
                runs.add(new LabelRun(labels.get(start), start, i - start));
                start = i;
            }
        }
        return runs;
    }

    /** Where its middle is, in units of one label. */
    double middle() {
        return start + size / 2.0;
    }
}
