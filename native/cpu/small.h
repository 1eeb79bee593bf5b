// Gradient descent on a problem that fits the caches. Samples lie in panels of two vectors, one vector in the last where
// that is enough: sample j of a panel of width P, coordinate i, is at h[i * P + j], so that every product of a step reads
// and writes whole vectors and packs nothing. Panels are an odd number of cache lines apart, so that equal coordinates of
// several panels do not fall on one set of a cache. W and its velocity are row-major, d x k. Padding samples have label
// -1 and zeros, which stay.
//
//   gradients        Z = W'H of a few panels in the first-level cache, then their gradients G, kept for all panels; after
//                    as many as the second-level cache holds H G' of these, summed lane by lane, the lanes last
//   embeddingsStep   W G of a few panels, of which each number steps its embedding when it is summed
//
// Each sum has one order for a given number of workers.
#ifndef SELI_CPU_SMALL_H
#define SELI_CPU_SMALL_H
#include "loss.h"

template <class T> struct SmallProblem {
    int k;
    int d;
    long n;
    int lanes;
    long panels;
    LossTable loss;
    T *w;
    T *velocityW;
    T *h;
    T *velocityH;
    T *g;
    T *partials; // gradient of W by each worker
    T *rooms;    // of each worker, roomNumbers
    int *labels;
    long roomNumbers;
    long panelH; // numbers from a panel of embeddings to the next
    long panelG;
    long panelsAtOnce; // that the second-level cache holds beside the sums
    bool keepsVelocities;

    long samplesBefore(long panel) const { return panel * 2 * lanes; }
    /** Samples in a panel, padding included. */
    int width(long panel) const { return n - samplesBefore(panel) > lanes ? 2 * lanes : lanes; }
    T *embeddings(long panel) const { return h + panel * panelH; }
    T *velocity(long panel) const { return velocityH + panel * panelH; }
    T *gradient(long panel) const { return g + panel * panelG; }
};

#endif
