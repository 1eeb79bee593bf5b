package seli.io;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The element types of the safetensors format. */
final class SafetensorsTypes {
    private static final Map<String, ElementType> READABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("F64", ElementType.FLOAT64),
            Map.entry("F32", ElementType.FLOAT32),
            Map.entry("F16", ElementType.FLOAT16),
            Map.entry("BF16", ElementType.BFLOAT16),
            Map.entry("I64", ElementType.INT64),
            Map.entry("I32", ElementType.INT32),
            Map.entry("I16", ElementType.INT16),
            Map.entry("I8", ElementType.INT8),
            Map.entry("U64", ElementType.UINT64),
            Map.entry("U32", ElementType.UINT32),
            Map.entry("U16", ElementType.UINT16),
            Map.entry("U8", ElementType.UINT8),
            Map.entry("BOOL", ElementType.BOOL)));
    /** Bytes of the types that a file may hold beside the tensor that is read. */
    private static final Map<String, Integer> OTHERS =
            Map.of("F8_E5M2", 1, "F8_E4M3", 1, "F8_E5M2FNUZ", 1, "F8_E4M3FNUZ", 1, "F8_E8M0", 1, "C64", 8);

    private SafetensorsTypes() {}

    /** Our type, empty if such tensors cannot be read. */
    static Optional<ElementType> elementType(String dtype) {
        return Optional.ofNullable(READABLE.get(dtype));
    }

    /** Bytes of an element, empty for a type that the format does not know. */
    static OptionalInt size(String dtype) {
        ElementType type = READABLE.get(dtype);
        if (type != null) {
            return OptionalInt.of(type.size());
        }
        Integer size = OTHERS.get(dtype);
        return size == null ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /** The types that can be read, for messages. */
    static String readable() {
        return String.join(" ", READABLE.keySet());
    }
}
