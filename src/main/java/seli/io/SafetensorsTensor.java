package seli.io;

import java.util.List;

/**
 * One entry of the header of a safetensors file.
 *
 * @param name its name
 * @param dtype its element type as the format names it, one of {@link SafetensorsTypes}
 * @param shape dimensions, each at least 0
 * @param begin first byte, counted from the end of the header
 * @param end one behind the last byte; {@code end - begin} is what shape and type need
 */
record SafetensorsTensor(String name, String dtype, List<Long> shape, long begin, long end) {
    SafetensorsTensor {
        shape = List.copyOf(shape);
    }
}
