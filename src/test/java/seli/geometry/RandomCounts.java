package seli.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/** Random label distributions of many kinds: few or many groups, single classes, wide or narrow ranges of counts. */
final class RandomCounts {
    private RandomCounts() {}

    /** At most 12 runs; counts up to e^14 or next to 10^9, up to {@code mostClasses} classes in a run. */
    static ClassCounts next(Random random, int mostClasses) {
        int runs = 1 + random.nextInt(12);
        double spread = 1 + random.nextInt(14);
        long base = random.nextInt(5) == 0 ? 1_000_000_000 : 0;
        boolean single = random.nextInt(3) == 0;
        List<CountGroup> list = new ArrayList<>();
        for (int r = 0; r < runs; r++) {
            int classes = single ? 1 : (int) Math.exp(random.nextDouble() * Math.log(mostClasses));
            list.add(new CountGroup(base + (long) Math.exp(random.nextDouble() * spread), classes));
        }
        list.add(new CountGroup(base + 1 + random.nextInt(3), 1 + random.nextInt(2)));
        if (list.size() == 2) {
            list.add(new CountGroup(base + 2, 2));
        }
        return ClassCounts.ofRuns(list);
    }
}
