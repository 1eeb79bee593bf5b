package seli.io;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds the array that is a dataset of an HDF5 file. */
final class Hdf5Dataset {
    private Hdf5Dataset() {}

    /**
     * The dataset at {@code path}, or, if that is empty, the only one.
     *
     * @throws UnusableFileException if there is none, or none is named and there are several; the message lists them
     * @throws MalformedFileException if the file is damaged, or its elements or their storage cannot be read
     */
    static StoredArray find(Path file, String path) throws UnusableFileException {
        return Hdf5File.read(file, open -> {
            String name = path.isEmpty() ? only(file, open) : path;
            String source = file + ":" + MemberNames.shorten(name);
            ObjectHeader header = open.find(name);
            return Hdf5Guard.call(source, () -> {
                ArrayLayout layout = layout(header, source);
                return new StoredArray(
                        source,
                        layout.type().code(),
                        layout,
                        bytes(new Place(file, name, source), open, header, layout));
            });
        });
    }

    /** Where a dataset is. */
    record Place(Path file, String name, String source) {}

    private static String only(Path file, Hdf5File open) throws IOException {
        List<String> names = open.names();
        if (names.size() != 1) {
            throw MemberNames.ambiguous(file.toString(), names);
        }
        return names.get(0);
    }

    /** Type and shape; throws what the library throws. */
    static ArrayLayout layout(ObjectHeader header, String source) throws MalformedFileException {
        DataType type = header.getMessageOfType(DataTypeMessage.class).getDataType();
        ElementType element = Hdf5Types.elementType(type)
                .orElseThrow(() -> new MalformedFileException(
                        source,
                        "elements of HDF5 class "
                                + type.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " with " + type.getSize()
                                + " bytes; expected numbers: float16 to float64 or whole numbers"));
        DataSpace space = header.getMessageOfType(DataSpaceMessage.class).getDataSpace();
        if (space.getType() == 2) {
            throw new MalformedFileException(source, "the dataset is empty; expected numbers");
        }
        List<Long> shape = Arrays.stream(space.getDimensionsAsLong()).boxed().toList();
        return ArrayLayout.checked(element, Hdf5Types.order(type), shape, source);
    }

    private static ArrayBytes bytes(Place place, Hdf5File open, ObjectHeader header, ArrayLayout layout)
            throws IOException {
        DataLayoutMessage storage = header.getMessageOfType(DataLayoutMessage.class);
        long length = open.storage().fileLength();
        if (storage instanceof CompactDataLayoutMessage compact) {
            ByteBuffer content = compact.getDataBuffer();
            if (content.remaining() < layout.byteCount()) {
                throw tooShort(place, layout, content.remaining());
            }
            byte[] bytes = new byte[(int) layout.byteCount()];
            content.get(bytes);
            return new HeapBytes(place.file(), length, ByteBuffer.wrap(bytes));
        }
        if (storage instanceof ContiguousDataLayoutMessage contiguous) {
            if (contiguous.getAddress() == Constants.UNDEFINED_ADDRESS) {
                throw tooShort(place, layout, 0);
            }
            return new FileRegion(
                    place.file(), length, open.storage().position(contiguous.getAddress(), layout.byteCount()));
        }
        Hdf5Chunks.of(place, open, header, layout); // refuses what cannot be read
        return new Hdf5ChunkBytes(place, length);
    }

    private static MalformedFileException tooShort(Place place, ArrayLayout layout, long bytes) {
        return new MalformedFileException(
                place.source(),
                "shape " + layout.shapeText() + " needs " + layout.byteCount() + " bytes, but " + bytes
                        + " were written; expected as many");
    }
}
