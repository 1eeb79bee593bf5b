// The walk of a grid of threads, or of one block, over the entries of a column-major matrix: entry number e is row
// e % rows of column e / rows, and a thread takes every stride-th. One division at the start, none on the way, so that
// neighbouring threads touch neighbouring addresses at any leading dimension.
#ifndef SELI_ENTRIES_CUH
#define SELI_ENTRIES_CUH

template <class Index> struct EntryWalk {
    Index row;
    Index column;
    Index rowStep;
    Index columnStep;
    Index rows;
    Index columns;

    __device__ bool inside() const { return column < columns; }

    __device__ void next() {
        row += rowStep;
        column += columnStep;
        if (row >= rows) {
            row -= rows;
            column++;
        }
    }
};

/** The walk over entries first, first + stride, ...; none where there are no rows. */
template <class Index>
__device__ inline EntryWalk<Index> entriesFrom(Index first, Index stride, Index rows, Index columns) {
    if (rows == 0) {
        return {0, 0, 0, 0, 0, 0};
    }
    return {first % rows, first / rows, stride % rows, stride / rows, rows, columns};
}

/** This thread's part of a matrix that the whole grid shares. */
__device__ inline EntryWalk<long long> gridEntries(long long rows, long long columns) {
    return entriesFrom<long long>(static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x,
                                  static_cast<long long>(gridDim.x) * blockDim.x, rows, columns);
}

#endif
