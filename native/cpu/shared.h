// The gradient of one point by tiles that all workers share: each worker makes the logits of its
// columns of the tile, their gradients, and the gradient of these columns' embeddings; then, from the whole tile, the
// classifier's gradient of its classes. So no worker has a gradient of its own, and each sum has one order.
#ifndef SELI_CPU_SHARED_H
#define SELI_CPU_SHARED_H
#include "blas.h"
#include "team.h"
#include "tiled.h"

#include <algorithm>
#include <vector>

/** Columns of a tile whose classes come in tiles. */
constexpr long COLUMNS_OF_CLASS_TILES = 128;

template <class T> class SharedTiles {
  public:
    SharedTiles(const Kernels<T> &kernels, const Blas &blas, TiledProblem<T> &problem, Meeting &meeting, int number,
                int workers)
        : kernels(kernels), blas(blas), p(problem), meeting(meeting), number(number), workers(workers),
          isWhole(problem.roomNumbers / problem.k >= std::min(FEWEST_COLUMNS, problem.n)),
          columns(isWhole ? equalTiles(problem.n, problem.roomNumbers / problem.k)
                          : std::min({problem.n, COLUMNS_OF_CLASS_TILES, problem.roomNumbers})),
          most(isWhole ? problem.k : static_cast<int>(std::min<long>(problem.k, problem.roomNumbers / columns))),
          scratch(problem.scratch == nullptr ? nullptr : problem.scratch + static_cast<long>(problem.k) * number) {}

    /** Gradients of all samples; adds the losses of this worker's. */
    void evaluate(LossSum &sum) {
        for (long first = 0; first < p.n; first += columns) {
            const Part tile{first, std::min(columns, p.n - first)};
            const Part mine = share(tile);
            if (isWhole) {
                const ClassTile all{0, p.k};
                logits(all, tile, mine);
                kernels.columns(place(tile, mine), p.k, mine.count, p.labels + mine.first, p.loss, 0, scratch, sum);
                gradients(all, tile, mine);
            } else {
                byClasses(tile, mine, sum);
            }
        }
    }

  private:
    /** Adjacent samples, or classes. */
    struct Part {
        long first;
        long count;
    };

    /** The width of the fewest, nearly equal tiles. */
    static long equalTiles(long n, long most) {
        const long tiles = (n + most - 1) / most;
        return (n + tiles - 1) / tiles;
    }

    /** This worker's part. */
    Part share(Part of) const {
        const long from = of.count * number / workers;
        return {of.first + from, of.count * (number + 1) / workers - from};
    }

    /** Its logits; they do not move with the number of classes, for the workers are not always at the same. */
    T *place(Part tile, Part part) const {
        return p.room + (part.first - tile.first) * most;
    }

    void logits(const ClassTile &classes, Part tile, Part mine) {
        if (mine.count > 0) {
            const Factors<T> &f = p.factors;
            product(blas, TRANSPOSED, AS_IT_IS, classes.count, mine.count, p.d, f.w + classes.first * f.ldw, f.ldw,
                    f.h + mine.first * f.ldh, f.ldh, T(0), place(tile, mine), most);
        }
    }

    /** From the logits' gradients of some classes: adds to those of W and H, beginning with the first of either. */
    void gradients(const ClassTile &classes, Part tile, Part mine) {
        const Factors<T> &f = p.factors;
        if (mine.count > 0) {
            product(blas, AS_IT_IS, AS_IT_IS, p.d, mine.count, classes.count, f.w + classes.first * f.ldw, f.ldw,
                    place(tile, mine), most, T(classes.first > 0), p.gradientH + mine.first * p.ldgh,
                    p.ldgh);
        }
        meeting.meet();
        const Part own = share({classes.first, classes.count});
        if (own.count > 0) {
            product(blas, AS_IT_IS, TRANSPOSED, p.d, own.count, tile.count, f.h + tile.first * f.ldh, f.ldh,
                    p.room + (own.first - classes.first), most, T(tile.first > 0),
                    p.gradientW + own.first * p.d, p.d);
        }
        meeting.meet();
    }

    void byClasses(Part tile, Part mine, LossSum &sum) {
        sums.assign(static_cast<std::size_t>(mine.count), ColumnSum{});
        const int *labels = p.labels + mine.first;
        for (int first = 0; first < p.k; first += most) {
            const ClassTile classes{first, std::min(most, p.k - first)};
            logits(classes, tile, mine);
            kernels.joinTile(place(tile, mine), most, classes, mine.count, labels, p.loss, scratch,
                             sums.data());
        }
        for (long j = 0; j < mine.count; j++) {
            finish(sums[static_cast<std::size_t>(j)], labels[j], p.loss, sum);
        }
        for (int first = 0; first < p.k; first += most) {
            const ClassTile classes{first, std::min(most, p.k - first)};
            logits(classes, tile, mine);
            kernels.tileToGradients(place(tile, mine), most, classes, mine.count, labels, p.loss,
                                    scratch, sums.data());
            gradients(classes, tile, mine);
        }
    }

    const Kernels<T> &kernels;
    const Blas &blas;
    TiledProblem<T> &p;
    Meeting &meeting;
    const int number;
    const int workers;
    const bool isWhole; // whether a tile has all classes
    const long columns;
    const int most; // classes of a tile
    double *const scratch;
    std::vector<ColumnSum> sums;
};

#endif
