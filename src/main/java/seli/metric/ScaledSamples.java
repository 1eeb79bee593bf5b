package seli.metric;

/** Samples times a factor. */
record ScaledSamples(SampleStream unscaled, double factor) implements SampleStream {
    @Override
    public int featureDim() {
        return unscaled.featureDim();
    }

    @Override
    public int samples() {
        return unscaled.samples();
    }

    @Override
    public void forEach(int most, Sink sink) {
        unscaled.forEach(most, (first, block) -> sink.accept(first, block.times(factor)));
    }
}
