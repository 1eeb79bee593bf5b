package seli.io;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The element types of HDF5 datasets that are read: IEEE floating point, whole numbers, enumerations of these. */
final class Hdf5Types {
    /** Bits and bias: size, exponent at, exponent size, mantissa at, mantissa size, sign at, bias. */
    private static final Map<List<Integer>, ElementType> FLOATS = Map.of(
            List.of(16, 10, 5, 0, 10, 15, 15), ElementType.FLOAT16,
            List.of(16, 7, 8, 0, 7, 15, 127), ElementType.BFLOAT16,
            List.of(32, 23, 8, 0, 23, 31, 127), ElementType.FLOAT32,
            List.of(64, 52, 11, 0, 52, 63, 1023), ElementType.FLOAT64);

    private Hdf5Types() {}

    /** Our type, empty if there is none. */
    static Optional<ElementType> elementType(DataType type) {
        if (type instanceof EnumDataType names) {
            return elementType(names.getBaseType());
        }
        if (type instanceof FixedPoint whole) {
            boolean plain = whole.getBitOffset() == 0 && whole.getBitPrecision() == 8 * whole.getSize();
            return plain ? whole(whole.getSize(), whole.isSigned()) : Optional.empty();
        }
        if (type instanceof FloatingPoint number && number.getBitOffset() == 0) {
            List<Integer> bits = List.of(
                    8 * number.getSize(),
                    (int) number.getExponentLocation(),
                    (int) number.getExponentSize(),
                    (int) number.getMantissaLocation(),
                    (int) number.getMantissaSize(),
                    number.getSignLocation(),
                    number.getExponentBias());
            return Optional.ofNullable(FLOATS.get(bits));
        }
        return Optional.empty();
    }

    private static Optional<ElementType> whole(int size, boolean signed) {
        return switch (size) {
            case 1 -> Optional.of(signed ? ElementType.INT8 : ElementType.UINT8);
            case 2 -> Optional.of(signed ? ElementType.INT16 : ElementType.UINT16);
            case 4 -> Optional.of(signed ? ElementType.INT32 : ElementType.UINT32);
            case 8 -> Optional.of(signed ? ElementType.INT64 : ElementType.UINT64);
            default -> Optional.empty();
        };
    }

    /** The byte order of a type that {@link #elementType} knows. */
    static ByteOrder order(DataType type) {
        if (type instanceof EnumDataType names) {
            return order(names.getBaseType());
        }
        return type instanceof FixedPoint whole ? whole.getByteOrder() : ((FloatingPoint) type).getByteOrder();
    }
}
