package seli.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.exact.ClosedFormUfm;
import seli.geometry.GeometryModel;
import seli.geometry.GroupGeometry;
import seli.geometry.LimitGeometry;
import seli.geometry.SimplexEtf;
import seli.label.ClassCounts;
import seli.report.JsonFields;

/**
 * Which closed form {@code geometry} tells: {@code --model}, {@code --loss}, {@code --gamma}, {@code --bias}, ridge.
 */
final class GeometryModelOptions {
    private static final String SELI = "seli";
    private static final String ETF = "etf";
    private static final String RECTIFIED = "ufm+";
    private static final String SQUARED = "mse";
    private static final List<String> MODELS = List.of(SELI, ETF, RECTIFIED, SQUARED);
    private static final String FREE = "free";
    private static final List<String> BIASES = List.of("none", FREE);

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = {
                "What to tell (default: seli):",
                "  seli  the limit of vanishing ridge, for the loss and bias",
                "  etf   the simplex equiangular tight frame",
                "  ufm+  the optimum with embeddings of at least 0 (ReLU), at a ridge",
                "  mse   the optimum of squared loss without bias, at a ridge"
            })
    private String model = SELI;

    @Mixin
    private final GeometryLossOptions loss = new GeometryLossOptions();

    @Option(names = "--bias", paramLabel = "BIAS", description = "Bias without ridge: none or free (default: none).")
    private String bias = "none";

    @Mixin
    private final RidgeOptions ridge = new RidgeOptions();

    /**
     * Checks that the options fit each other.
     *
     * @throws IllegalArgumentException if they do not
     */
    void check() {
        require("--model", model, MODELS);
        require("--bias", bias, BIASES);
        boolean free = bias.equals(FREE);
        if (!isLimit() && (loss.isGiven() || free)) {
            throw new IllegalArgumentException(
                    "--loss, --gamma and --bias are no options of --model " + model + "; expected them with seli only");
        }
        if (free && loss.isGiven()) {
            throw new IllegalArgumentException("--bias free is known for --loss ce only; expected no --loss beside it");
        }
        boolean takesRidge = model.equals(RECTIFIED) || model.equals(SQUARED);
        if (!takesRidge && ridge.isGiven()) {
            throw new IllegalArgumentException("the ridge is no option of --model " + model
                    + ", which is a limit; expected it with ufm+ and mse only");
        }
    }

    private static void require(String option, String value, List<String> choices) {
        if (!choices.contains(value)) {
            int last = choices.size() - 1;
            throw new IllegalArgumentException("%s: got '%s'; expected %s or %s%s"
                    .formatted(
                            option,
                            value,
                            String.join(", ", choices.subList(0, last)),
                            choices.get(last),
                            Nearest.hint(value, choices)));
        }
    }

    /** Whether the geometry is a limit for vanishing ridge, as {@link #limit} describes. */
    boolean isLimit() {
        return model.equals(SELI);
    }

    /** Whether nothing but the plain SELI geometry was asked for. */
    boolean isPlain() {
        return isLimit() && !loss.isGiven() && !bias.equals(FREE);
    }

    /** The model of the limit. */
    GeometryModel limit(ClassCounts counts) {
        return bias.equals(FREE)
                ? GeometryModel.freeBias(counts)
                : loss.model(counts, EnumSet.of(LossName.CE, LossName.CDT, LossName.LDT));
    }

    /** The geometry by groups, of at most 2,000 distinct counts. */
    GroupGeometry byGroup(ClassCounts counts) {
        return switch (model) {
            case ETF -> new SimplexEtf(counts.classes()).byGroup(counts);
            case RECTIFIED -> ClosedFormUfm.rectified(counts, ridge.ridge());
            case SQUARED -> ClosedFormUfm.squaredLoss(counts, ridge.ridge());
            default -> LimitGeometry.of(limit(counts)).byGroup();
        };
    }

    /** In words for the first line of the table. */
    String title() {
        return switch (model) {
            case ETF -> "Simplex ETF";
            case RECTIFIED -> "UFM+ geometry";
            case SQUARED -> "Squared-loss geometry";
            default -> {
                String named = loss.isGiven() ? loss.name().name() + " geometry" : "SELI geometry";
                yield bias.equals(FREE) ? "Free-bias " + named : named;
            }
        };
    }

    /** {@code seli}, {@code etf}, {@code ufm+} or {@code mse}. */
    String name() {
        return model;
    }

    /** Which closed form it is, unless it is the plain SELI geometry. */
    void writeTo(JsonFields json) throws IOException {
        if (isPlain()) {
            return;
        }
        json.text("model", model);
        if (isLimit()) {
            json.text("loss", loss.name().toString());
            json.number("gamma", loss.gamma());
            json.text("bias", bias);
        }
        if (ridge.isGiven()) {
            json.number("lambdaW", ridge.ridge().lambdaW());
            json.number("lambdaH", ridge.ridge().lambdaH());
        }
    }
}
