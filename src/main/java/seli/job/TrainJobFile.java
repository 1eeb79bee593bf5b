package seli.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import seli.backend.BackendProvider;
import seli.backend.Precision;
import seli.io.AtomicFile;
import seli.io.MalformedFileException;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/**
 * {@code job.json}: all that a training run is, but for its initial factors, counts and loss parameters
 * ({@code start.npz}).
 *
 * @param settings what to run
 * @param backend name of the backend that the run began on
 * @param request its precision, threads, device and memory; a resumed run asks for the same, since the order of sums
 *     depends on them
 */
public record TrainJobFile(TrainSettings settings, String backend, BackendProvider.Request request) {
    private static final String SCHEMA = "seli.train-job/1";

    /** Makes the loss of the name that the file has. */
    interface LossSource {
        VectorScalingLoss loss(String name, int classes) throws IOException;
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            try (JsonGenerator json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter()) {
                json.writeStartObject();
                json.writeStringField("schema", SCHEMA);
                writeProblem(json);
                writeDescent(json);
                json.writeNumberField("steps", settings.steps());
                json.writeStringField("logAt", settings.log().text());
                json.writeNumberField("checkpointEvery", settings.checkpointEvery());
                json.writeNumberField("checkpointShare", settings.checkpointShare());
                json.writeStringField("backend", backend);
                json.writeStringField("precision", request.precision().name());
                json.writeNumberField("threads", request.threads());
                json.writeNumberField("device", request.device());
                json.writeNumberField("memoryShare", request.memory().share());
                json.writeNumberField("memoryBytes", request.memory().bytes());
                json.writeEndObject();
            }
        });
    }

    private void writeProblem(JsonGenerator json) throws IOException {
        UfmProblem problem = settings.problem();
        json.writeNumberField("dim", problem.featureDim());
        json.writeStringField("loss", problem.loss().name());
        json.writeStringField("reduction", settings.reduction() == LossReduction.MEAN ? "mean" : "sum");
        json.writeNumberField("lambdaW", problem.ridge().lambdaW());
        json.writeNumberField("lambdaH", problem.ridge().lambdaH());
    }

    private void writeDescent(JsonGenerator json) throws IOException {
        DescentSettings descent = settings.descent();
        json.writeStringField("method", settings.method().toString());
        json.writeObjectFieldStart("learningRate");
        if (descent.rate() instanceof LearningRate.Cosine cosine) {
            json.writeStringField("kind", "cosine");
            json.writeNumberField("rate", cosine.rate());
            json.writeNumberField("period", cosine.period());
        } else {
            json.writeStringField("kind", "steps");
            json.writeNumberField("rate", descent.rate().after(0));
            json.writeArrayFieldStart("drops");
            if (descent.rate() instanceof LearningRate.Steps steps) {
                for (LearningRate.Drop drop : steps.drops()) {
                    json.writeStartObject();
                    json.writeNumberField("step", drop.step());
                    json.writeNumberField("factor", drop.factor());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeNumberField("momentum", descent.momentum());
        if (Double.isFinite(descent.ridgeHalving())) {
            json.writeNumberField("ridgeHalving", descent.ridgeHalving());
        }
        json.writeNumberField("batch", descent.batch());
        json.writeNumberField("seed", descent.seed());
    }

    static TrainJobFile read(Path file, ClassCounts counts, LossSource losses) throws IOException {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(file.toString(), "not a JSON file; expected what `seli train` wrote", e);
        }
        if (!json.path("schema").asText().equals(SCHEMA)) {
            throw new MalformedFileException(
                    file.toString(),
                    "schema is '%s'; expected '%s'"
                            .formatted(json.path("schema").asText(), SCHEMA));
        }
        try {
            return read(json, counts, losses.loss(json.required("loss").asText(), counts.classes()));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static TrainJobFile read(JsonNode json, ClassCounts counts, VectorScalingLoss loss) {
        Ridge ridge = new Ridge(number(json, "lambdaW"), number(json, "lambdaH"));
        UfmProblem problem = new UfmProblem(counts, (int) integer(json, "dim"), loss, ridge);
        DescentSettings descent = new DescentSettings(
                readRate(json.required("learningRate")),
                number(json, "momentum"),
                json.has("ridgeHalving") ? number(json, "ridgeHalving") : Double.POSITIVE_INFINITY,
                (int) integer(json, "batch"),
                integer(json, "seed"));
        long steps = integer(json, "steps");
        TrainSettings settings = new TrainSettings(
                problem,
                json.required("reduction").asText().equals("mean") ? LossReduction.MEAN : LossReduction.SUM,
                json.path("method").asText("gd").equals("ngd") ? TrainMethod.NGD : TrainMethod.GD,
                descent,
                steps,
                LogSchedule.parse(json.required("logAt").asText(), steps),
                integer(json, "checkpointEvery"),
                json.has("checkpointShare") ? number(json, "checkpointShare") : 1);
        return new TrainJobFile(settings, json.required("backend").asText(), readRequest(json));
    }

    private static BackendProvider.Request readRequest(JsonNode json) {
        Precision precision = Precision.valueOf(json.required("precision").asText());
        int threads = (int) integer(json, "threads");
        if (!json.has("device")) { // a folder of the time before devices could be chosen
            return BackendProvider.Request.of(precision, threads);
        }
        BackendProvider.Memory memory =
                new BackendProvider.Memory(number(json, "memoryShare"), integer(json, "memoryBytes"));
        return new BackendProvider.Request(precision, threads, (int) integer(json, "device"), memory);
    }

    private static LearningRate readRate(JsonNode json) {
        double rate = number(json, "rate");
        if (json.required("kind").asText().equals("cosine")) {
            return new LearningRate.Cosine(rate, integer(json, "period"));
        }
        List<LearningRate.Drop> drops = new ArrayList<>();
        for (JsonNode drop : json.required("drops")) {
            drops.add(new LearningRate.Drop(integer(drop, "step"), number(drop, "factor")));
        }
        return new LearningRate.Steps(rate, drops);
    }

    private static double number(JsonNode json, String key) {
        JsonNode value = json.required(key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'%s' is %s; expected a number".formatted(key, value));
        }
        return value.doubleValue();
    }

    private static long integer(JsonNode json, String key) {
        JsonNode value = json.required(key);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("'%s' is %s; expected a whole number".formatted(key, value));
        }
        return value.longValue();
    }
}
