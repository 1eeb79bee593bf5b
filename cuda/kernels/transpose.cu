// t <- a', a of size rows x cols, t of size cols x rows, in tiles of 32 x 32 through shared memory, so that reads and
// writes both run along columns; tiles have 33 columns against bank conflicts.
//
// Traffic: one read, one write. Launch: 256 threads, any grid, no dynamic shared memory.
#include "portable.cuh"

extern "C" __global__ void __launch_bounds__(BLOCK)
transpose(const REAL *a, long long lda, int rows, int cols, REAL *t, long long ldt) {
    __shared__ REAL tile[WARP][WARP + 1];
    const int along = static_cast<int>(threadIdx.x) % WARP;
    const int across = static_cast<int>(threadIdx.x) / WARP;
    const long long tilesDown = (rows + WARP - 1LL) / WARP;
    const long long tiles = tilesDown * ((cols + WARP - 1LL) / WARP);
    for (long long number = blockIdx.x; number < tiles; number += gridDim.x) {
        const long long top = number % tilesDown * WARP;
        const long long left = number / tilesDown * WARP;
        for (int column = across; column < WARP; column += BLOCK / WARP) {
            if (top + along < rows && left + column < cols) {
                tile[column][along] = a[top + along + (left + column) * lda];
            }
        }
        __syncthreads();
        for (int row = across; row < WARP; row += BLOCK / WARP) {
            if (left + along < cols && top + row < rows) {
                t[left + along + (top + row) * ldt] = tile[along][row];
            }
        }
        __syncthreads(); // the next tile goes to the same place
    }
}
