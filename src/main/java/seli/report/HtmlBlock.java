package seli.report;

/** A part of a page. */
@FunctionalInterface
interface HtmlBlock {
    /** What a page does with its figures. */
    enum Pictures {
        /** Leaves them out, and tells their numbers. */
        NONE,
        /** Draws them. */
        IN_PAGE,
        /** Draws them, and names the files that are written beside it. */
        AND_FILES
    }

    /** The part as HTML that is well-formed XML, too. */
    String markup(Pictures pictures);
}
