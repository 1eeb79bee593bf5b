/**
 * How close a classifier and its embeddings are to neural collapse, to SELI and to the simplex ETF: NC1 to NC4,
 * distances of Grams, norms, angles and margins. {@link seli.metric.CollapseMetrics} holds all of them,
 * {@link seli.metric.GeometryDistances} the five distances that a training log needs, and
 * {@link seli.metric.Convention} says in words what each number means, since published codes differ. Reading order:
 * GeometryDistances, LinearClassifier, LabeledFeatures, FrameShape, CollapseMetrics, Convention.
 */
@NullMarked
package seli.metric;

import org.jspecify.annotations.NullMarked;
