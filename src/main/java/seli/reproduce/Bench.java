package seli.reproduce;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import seli.backend.Backend;
import seli.backend.BackendProvider;

/**
 * What a part works with.
 *
 * @param backend where to compute
 * @param request what opens the like of it again
 * @param folder where the part may keep checkpoints; not there at first
 * @param progress told how many units are done
 */
record Bench(Backend backend, BackendProvider.Request request, Path folder, LongConsumer progress) {}
