/**
 * Label distributions: how many samples each class has. {@link seli.label.ClassCounts} is the value that everything
 * else starts from, with its groups of equal counts; {@link seli.label.ImbalanceProfile} makes one from a short
 * description. Reading order: CountGroup, ClassCounts, ImbalanceProfile.
 */
@NullMarked
package seli.label;

import org.jspecify.annotations.NullMarked;
