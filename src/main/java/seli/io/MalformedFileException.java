package seli.io;

/**
 * The content of a file cannot be read as what it should be: broken, cut short, hostile, of an unsupported kind, or
 * larger than the memory at hand. The message is {@code SOURCE: what, got, expected}, one line, where the source is the
 * file, or {@code FILE:MEMBER} for a member of an archive.
 */
public final class MalformedFileException extends UnusableFileException {
    private static final long serialVersionUID = 1;
    private static final int MAX_PROBLEM = 350;

    /**
     * A refusal of a file's content.
     *
     * @param source the file, or {@code FILE:MEMBER}
     * @param problem what is wrong, what was got and what was expected
     */
    public MalformedFileException(String source, String problem) {
        super(source + ": " + cut(problem));
    }

    /** The same with the failure that caused it. */
    public MalformedFileException(String source, String problem, Throwable cause) {
        super(source + ": " + cut(problem), cause);
    }

    /** Whatever a library says, the line stays readable. */
    private static String cut(String problem) {
        return problem.length() <= MAX_PROBLEM ? problem : problem.substring(0, MAX_PROBLEM) + "...";
    }
}
