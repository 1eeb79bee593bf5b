package seli.selftest;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LossValue;
import seli.backend.UfmKernels;
import seli.linalg.HostMatrix;

/** Faults that a backend might have: each changes what one operation wrote or returned, slightly or by a sign. */
enum Sabotage {
    GEMM_SIGN("gemm", 6, m -> m.times(-1)),
    GEMM_LAST_ENTRY("gemm", 6, m -> lastEntry(m, 1e-9)),
    AXPBY_SIGN("axpby", 3, m -> m.times(-1)),
    AXPBY_LAST_ENTRY("axpby", 3, m -> lastEntry(m, 1e-12)),
    SCALE("scale", 1, m -> lastEntry(m, 1e-12)),
    GRADIENT_SIGN("lossAndGradient", 0, m -> m.times(-1)),
    GRADIENT_LAST_ENTRY("lossAndGradient", 0, m -> lastEntry(m, 1e-9)),
    GRADIENT_NAN("lossAndGradient", 0, m -> lastEntry(m, Double.NaN)),
    MOMENTUM_POSITION("momentumStep", 0, m -> lastEntry(m, 1e-12)),
    MOMENTUM_VELOCITY("momentumStep", 2, m -> m.times(-1)),
    MEANS("classMeans", 2, m -> lastEntry(m, 1e-9)),
    SCATTER("withinClassScatter", 3, m -> lastEntry(m, 1e-9)),
    GATHER("gatherColumns", 2, m -> lastEntry(m, 1e-15)),
    SCATTER_COLUMNS("scatterColumns", 2, m -> lastEntry(m, 1e-15)),
    EIGENVECTORS("symmetricEigen", 1, m -> lastEntry(m, 1e-6)),
    LEFT_VECTORS("svd", 1, m -> lastEntry(m, 1e-6)),
    RIGHT_VECTORS("svd", 2, m -> m.times(-1)),
    DOT("dot"),
    NORM("norm"),
    LARGEST("largest"),
    LOSS("loss"),
    LOSS_WITH_GRADIENT("lossAndGradient"),
    EIGENVALUES("symmetricEigen"),
    EIGENVALUES_ALONE("symmetricEigenvalues"),
    SINGULAR_VALUES("svd"),
    SINGULAR_VALUES_ALONE("singularValues");

    private interface Change {
        HostMatrix of(HostMatrix m);
    }

    private final String method;
    private final int argument;
    private final Change change;

    Sabotage(String method) {
        this(method, -1, m -> m);
    }

    Sabotage(String method, int argument, Change change) {
        this.method = method;
        this.argument = argument;
        this.change = change;
    }

    /** The operation whose cases must notice. */
    String operation() {
        return switch (this) {
            case EIGENVALUES_ALONE -> "symmetricEigen";
            case SINGULAR_VALUES_ALONE -> "svd";
            case LARGEST -> "norm";
            default -> method;
        };
    }

    private static HostMatrix lastEntry(HostMatrix m, double relative) {
        int row = m.rows() - 1;
        int column = m.cols() - 1;
        return HostMatrix.generate(
                m.rows(), m.cols(), (i, j) -> m.get(i, j) * (i == row && j == column ? 1 + relative : 1));
    }

    /** {@code honest} with this fault; closing it closes {@code honest}. */
    Backend of(Backend honest) {
        return proxy(Backend.class, (proxy, called, arguments) -> switch (called.getName()) {
            case "algebra" -> proxy(DenseAlgebra.class, faulty(honest.algebra()));
            case "kernels" -> proxy(UfmKernels.class, faulty(honest.kernels()));
            default -> invoke(honest, called, arguments);
        });
    }

    private InvocationHandler faulty(Object honest) {
        return (proxy, called, arguments) -> {
            Object result = invoke(honest, called, arguments);
            if (!called.getName().equals(method)) {
                return result;
            }
            if (argument >= 0) {
                DenseMatrix written = (DenseMatrix) arguments[argument];
                written.upload(change.of(written.download()));
                return result;
            }
            return wrong(result);
        };
    }

    private static Object wrong(Object result) {
        if (result instanceof double[] values) {
            double[] wrong = values.clone();
            Arrays.setAll(wrong, i -> i == wrong.length - 1 ? wrong[i] * (1 + 1e-6) : wrong[i]);
            return wrong;
        }
        if (result instanceof LossValue value) {
            return new LossValue(value.value(), value.log() * (1 + 1e-9));
        }
        return (Double) result * (1 + 1e-9);
    }

    private static Object invoke(Object target, Method called, Object[] arguments) throws Throwable {
        try {
            return called.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
