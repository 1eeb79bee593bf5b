package seli.reproduce;

import java.util.Locale;

/** How much is computed. */
public enum Preset {
    /** All experiments within two minutes on two cores: the same problems with fewer steps. */
    QUICK,
    /** The protocols as published, with as many steps. */
    FULL;

    /** In small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
