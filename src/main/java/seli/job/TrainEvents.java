package seli.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import seli.io.EventFile;
import seli.io.UnusableFileException;

/**
 * Writes what training measures to a TensorBoard event file as well, one scalar for each number of a record, under the
 * names of the report: {@code loss}, {@code logLoss}, {@code distance/classifier/seli} and so on.
 */
public final class TrainEvents implements TrainObserver {
    private final EventFile events;
    private final TrainObserver next;

    private TrainEvents(EventFile events, TrainObserver next) {
        this.events = events;
        this.next = next;
    }

    /**
     * A new event file in {@code folder} for a run that begins or goes on after {@code step} steps; what older files
     * there say of later steps is void.
     *
     * @param next the observer that gets everything first
     * @throws UnusableFileException if the folder cannot be written to
     * @throws IOException if writing fails
     */
    public static TrainEvents of(Path folder, long step, TrainObserver next) throws IOException {
        EventFile events = EventFile.create(folder);
        events.begin(step == 0 ? 0 : step + 1); // a run that goes on has recorded its step before
        return new TrainEvents(events, next);
    }

    @Override
    public void measured(TrainRecord record) throws IOException {
        next.measured(record);
        TrainRecord.Distances d = record.distances();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", record.loss());
        values.put("logLoss", record.logLoss());
        values.put("objective", record.objective());
        values.put("gradientNorm", record.gradientNorm());
        values.put("logGradientNorm", record.logGradientNorm());
        values.put("logTime", record.logTime());
        values.put("nc1", record.nc1());
        values.put("distance/classifier/seli", d.classifierSeli());
        values.put("distance/classifier/etf", d.classifierEtf());
        values.put("distance/embedding/seli", d.embeddingSeli());
        values.put("distance/embedding/etf", d.embeddingEtf());
        values.put("distance/logits/seli", d.logitsSeli());
        events.scalars(record.step(), values);
    }

    @Override
    public void reached(TrainState state) throws IOException {
        next.reached(state);
    }

    @Override
    public void stepped(long step, double loss) {
        next.stepped(step, loss);
    }
}
