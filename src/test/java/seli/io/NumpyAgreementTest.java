package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.linalg.HostMatrix;

/** NumPy itself loads what we write; skipped where there is no python3 with NumPy. */
class NumpyAgreementTest {
    private static final String SCRIPT = String.join(
            "\n",
            "import sys, zipfile, numpy as np",
            "for path in sys.argv[1:]:",
            "    assert path.endswith('.npy') or zipfile.ZipFile(path).testzip() is None",
            "    loaded = np.load(path, allow_pickle=False)",
            "    arrays = loaded if path.endswith('.npz') else {'array': loaded}",
            "    for name in arrays:",
            "        a = arrays[name]",
            "        print(name, a.dtype.str, a.shape, a.flags.f_contiguous, a.ravel().tolist())");

    @TempDir
    Path folder;

    private static String python(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("python3", "-c");
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? output : "failed: " + output;
    }

    private static boolean numpyIsHere() throws InterruptedException {
        try {
            return python("import numpy").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void numpyLoadsWhatWeWrite() throws IOException, InterruptedException {
        assumeTrue(numpyIsHere(), "no python3 with numpy on this machine");
        HostMatrix matrix = HostMatrix.of(2, 3, 1, 4, 2, 5, 3, 6.5);
        Path npy = folder.resolve("a.npy");
        NpyWriter.of(matrix).write(npy);
        NpzWriter npz = new NpzWriter();
        NpzWriter npz64 = new NpzWriter(100);
        for (NpzWriter one : new NpzWriter[] {npz, npz64}) {
            one.add("W", matrix).add("counts", new long[] {5, 1}).add("labels", new int[] {-1});
            one.add("v", new double[] {0.1}).addScalar("step", 7);
        }
        npz.write(folder.resolve("b.npz"));
        npz64.write(folder.resolve("c.npz"));
        String archive = String.join(
                "\n",
                "W <f8 (2, 3) True [1.0, 2.0, 3.0, 4.0, 5.0, 6.5]",
                "counts <i8 (2,) True [5, 1]",
                "labels <i4 (1,) True [-1]",
                "v <f8 (1,) True [0.1]",
                "step <i8 () True [7]",
                "");
        String expected = archive.lines().findFirst().orElseThrow().replace("W", "array") + "\n" + archive + archive;
        String got = python(
                SCRIPT,
                npy.toString(),
                folder.resolve("b.npz").toString(),
                folder.resolve("c.npz").toString());
        assertEquals(expected, got);
    }

    @Test
    void numpyReadsNumbersOfAHistoryBackExactly() throws IOException, InterruptedException {
        assumeTrue(numpyIsHere(), "no python3 with numpy on this machine");
        Path file = folder.resolve("history.csv");
        CsvTable table = CsvTable.create(file, List.of("loss"));
        double[] losses = {0.1, 1e-300, Math.PI * 1e17, Double.MIN_VALUE};
        for (double loss : losses) {
            table.append(List.of(CsvTable.cell(loss)));
        }
        String script = "import sys, numpy as np\n"
                + "print(*[float(x).hex() for x in np.genfromtxt(sys.argv[1], skip_header=1)])";
        String[] hex = python(script, file.toString()).strip().split(" ");
        for (int i = 0; i < losses.length; i++) {
            assertEquals(losses[i], Double.parseDouble(hex[i].toUpperCase(Locale.ROOT)));
        }
        assertEquals(losses.length, Files.readAllLines(file).size() - 1);
    }
}
