package seli.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/**
 * Calls of a backend's algebra and kernels, written down as they are made, with the matrices as they were before each
 * one's first use. Workspaces opened meanwhile stay open until {@link #close}.
 */
final class RecordedCalls {
    private record Call(Object target, Method method, Object[] arguments) {}

    private final Backend device;
    private final List<Workspace> workspaces = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<DenseMatrix, HostMatrix> before = new IdentityHashMap<>();
    private boolean recording = true;

    private RecordedCalls(Backend device) {
        this.device = device;
    }

    static RecordedCalls none() {
        return new RecordedCalls(seli.backend.reference.ReferenceBackend.open());
    }

    static RecordedCalls on(Backend device) {
        return new RecordedCalls(device);
    }

    /** The backend whose calls are recorded. */
    Backend backend() {
        return proxy(Backend.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "openWorkspace" -> open();
            case "algebra" -> proxy(DenseAlgebra.class, recorder(device.algebra()));
            case "kernels" -> proxy(UfmKernels.class, recorder(device.kernels()));
            default -> invoke(device, method, arguments);
        });
    }

    private Workspace open() {
        Workspace workspace = device.openWorkspace();
        workspaces.add(workspace);
        return proxy(Workspace.class, (proxy, method, arguments) ->
                method.getName().equals("close") ? null : invoke(workspace, method, arguments));
    }

    private InvocationHandler recorder(Object target) {
        return (proxy, method, arguments) -> {
            if (recording && arguments != null) {
                for (Object argument : arguments) {
                    if (argument instanceof DenseMatrix matrix && !before.containsKey(matrix)) {
                        before.put(matrix, matrix.download());
                    }
                }
                calls.add(new Call(target, method, arguments.clone()));
            }
            return invoke(target, method, arguments);
        };
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    void stop() {
        recording = false;
    }

    void restore() {
        before.forEach(DenseMatrix::upload);
    }

    /** Makes the calls; what the last one returned. */
    Object replay() throws IllegalAccessException, InvocationTargetException {
        Object last = this;
        for (Call call : calls) {
            Object result = call.method().invoke(call.target(), call.arguments());
            last = result == null ? last : result;
        }
        return last;
    }

    void close() {
        workspaces.forEach(Workspace::close);
    }
}
