package seli.exact;

import java.util.OptionalInt;

/**
 * A lambda at which the optimum changes its structure.
 *
 * @param lambda where
 * @param event what happens there
 * @param group the group that it happens to, for {@link Event#COLLAPSE}
 */
public record PathThreshold(double lambda, Event event, OptionalInt group) {
    /** What happens at a threshold. */
    public enum Event {
        /** From here on all logits are zero. */
        ZERO,
        /** Below, the part between groups has one direction more. */
        DIRECTION,
        /** From here on the classes of the group share one classifier and one class mean. */
        COLLAPSE
    }

    static PathThreshold zero(double lambda) {
        return new PathThreshold(lambda, Event.ZERO, OptionalInt.empty());
    }

    static PathThreshold direction(double lambda) {
        return new PathThreshold(lambda, Event.DIRECTION, OptionalInt.empty());
    }

    static PathThreshold collapse(double lambda, int group) {
        return new PathThreshold(lambda, Event.COLLAPSE, OptionalInt.of(group));
    }
}
