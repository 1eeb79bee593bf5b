package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import seli.figure.Figure;
import seli.figure.HeatMap;
import seli.geometry.GramGeometry;
import seli.geometry.SimplexEtf;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/** Heat maps of a Gram matrix: measured, in SELI and as a simplex ETF, in the same colours. */
final class GramFigures {
    /** Where the diagonal exceeds all else by more than this, colours are for what is off it. */
    private static final double DOMINANT = 4;

    private final GramCells cells;
    private final String name;
    private final String matrix;

    /** Of the matrix called {@code matrix} in words, in files whose names begin with {@code name}. */
    GramFigures(ClassCounts counts, String name, String matrix) {
        this.cells = GramCells.of(counts);
        this.name = name;
        this.matrix = matrix;
    }

    /** What a cell is, in words. */
    String meaning() {
        return cells.meaning();
    }

    /** The three maps, in this order. */
    List<Figure> of(GramGeometry measured, GramGeometry seli) {
        return maps(cells.values(measured), seli);
    }

    /** The same with every entry of a measured k x k matrix, which may have as many classes as a map has cells. */
    List<Figure> of(HostMatrix measured, GramGeometry seli) {
        return maps(cells.values(measured), seli);
    }

    private List<Figure> maps(double[][] measured, GramGeometry seli) {
        GramGeometry etf = new SimplexEtf(seli.counts().classes()).gramGeometry(seli.counts());
        List<double[][]> all = List.of(measured, cells.values(seli), cells.values(etf));
        double whole = GramCells.largest(all, true);
        double between = GramCells.largest(all, false);
        boolean clipped = cells.hasDiagonal() && between > 0 && whole > DOMINANT * between;
        double limit = clipped ? between : whole;
        List<String> names = List.of("", "-seli", "-etf");
        List<String> titles = List.of(": measured", ": SELI", ": simplex ETF");
        List<Figure> maps = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            HeatMap.Builder map = HeatMap.named(name + names.get(i), matrix + titles.get(i))
                    .rows("samples of the class", cells.labels())
                    .columns("samples of the class", cells.labels())
                    .values(all.get(i))
                    .quantity("entry / Frobenius norm")
                    .diverging(limit > 0 ? limit : 1);
            if (clipped) {
                map.note("Colours end at the largest entry off the diagonal; the diagonal exceeds them.");
            }
            maps.add(map.build());
        }
        return maps;
    }
}
