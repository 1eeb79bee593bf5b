package seli.figure;

import java.util.List;

/**
 * Colours for numbers from 0 to 1 in 256 steps: one map that grows evenly lighter (the colours of viridis) and one from
 * blue over white to red, whose ends people with any common colour blindness can tell apart (ColorBrewer's RdBu).
 */
enum ColourMap {
    /** Dark violet over green to yellow. */
    SEQUENTIAL(List.of(
            0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26,
            0xfde725)),
    /** Blue over white to red. */
    DIVERGING(List.of(
            0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b,
            0x67001f));

    /** Number of steps less one. */
    static final int LAST = 255;

    private final List<Integer> stops;

    ColourMap(List<Integer> stops) {
        this.stops = stops;
    }

    /** The step of a fraction; beyond 0 to 1 the first or last one. */
    static int step(double fraction) {
        return (int) Math.round(Math.max(0, Math.min(1, fraction)) * LAST);
    }

    /** The colour of a step as red, green and blue in one number. */
    int rgb(int step) {
        double at = (double) step / LAST * (stops.size() - 1);
        int below = Math.min((int) at, stops.size() - 2);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int first = stops.get(below) >> shift & 0xFF;
            int second = stops.get(below + 1) >> shift & 0xFF;
            rgb |= (int) Math.round(first + (at - below) * (second - first)) << shift;
        }
        return rgb;
    }

    /** The colour of a step as {@code #rrggbb}. */
    String hex(int step) {
        return "#" + Integer.toHexString(0x1000000 | rgb(step)).substring(1);
    }

    /** Whether black words on this step are easier to read than white ones. */
    boolean isLight(int step) {
        int rgb = rgb(step);
        return 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xFF) + 0.0722 * (rgb & 0xFF) > 130;
    }
}
