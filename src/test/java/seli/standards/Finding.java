package seli.standards;

/** One breach of a house rule: where, which rule, and what was found beside what is allowed. */
record Finding(String file, int line, String rule, String text) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + rule + ": " + text;
    }
}
