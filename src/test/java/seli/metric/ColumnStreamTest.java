package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.backend.Backend;
import seli.linalg.HostMatrix;

class ColumnStreamTest {
    @ParameterizedTest
    @CsvSource({"3,10", "131072,37", "131072,32", "131072,1", "2097153,2"})
    void everyColumnIsMultipliedOnceAndInOrder(int rows, int count) {
        HostMatrix left = HostMatrix.generate(rows, 2, (i, j) -> i == 0 ? j + 1 : i == rows - 1 ? 10 : 0);
        List<Integer> order = new ArrayList<>();
        List<List<Double>> products = new ArrayList<>();
        try (Backend backend = MetricCases.reference()) {
            ColumnStream.Source source = (i, target) -> Arrays.fill(target, i + 1);
            ColumnStream.multiply(backend, left, count, source, (i, product) -> {
                order.add(i);
                products.add(List.of(product[0], product[1]));
            });
            assertEquals(0, backend.liveBytes());
        }
        for (int i = 0; i < count; i++) {
            assertEquals(i, order.get(i));
            assertEquals(List.of(11.0 * (i + 1), 12.0 * (i + 1)), products.get(i));
        }
        assertEquals(count, order.size());
    }
}
