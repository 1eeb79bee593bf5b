package seli.selftest;

/**
 * Outcome of one case.
 *
 * @param name name of the case, which also selects it
 * @param passed whether every number was within its bound
 * @param worst the largest ratio of error to bound, at most 1 if passed; infinite for a NaN or a broken rule
 * @param message where the worst was found, or what went wrong
 */
public record CaseResult(String name, boolean passed, double worst, String message) {}
