package seli.cli;

/** Shows nothing. */
final class SilentProgress implements ProgressDisplay {
    @Override
    public void update(long step, String quantity, double value) {}

    @Override
    public void close() {}
}
