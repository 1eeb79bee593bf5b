package seli.io;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An open HDF5 file: its groups and datasets by path. The library reads the structure, through {@link Hdf5Storage};
 * soft and external links are not followed, so that no file leads to another one.
 */
final class Hdf5File {
    private static final int MAX_LISTED = 10_000;
    private static final int MAX_DEPTH = 64;

    private final String source;
    private final Hdf5Storage storage;
    private final ObjectHeader root;

    private Hdf5File(String source, Hdf5Storage storage, ObjectHeader root) {
        this.source = source;
        this.storage = storage;
        this.root = root;
    }

    /** What is done with an open file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Hdf5File file) throws IOException;
    }

    /**
     * Opens {@code file}, lets {@code reader} read it, and closes it.
     *
     * @throws UnusableFileException if it is missing or unreadable, or refused by the reader
     * @throws MalformedFileException if it is no HDF5 file
     */
    static <T> T read(Path file, Reader<T> reader) throws UnusableFileException {
        String source = file.toString();
        return InputFile.read(
                file,
                open -> reader.read(Hdf5Guard.call(source, () -> {
                    Hdf5Storage storage = Hdf5Storage.of(open, source);
                    return new Hdf5File(source, storage, ObjectHeader.readObjectHeader(storage, rootAddress(storage)));
                })));
    }

    private static long rootAddress(Hdf5Storage storage) {
        Superblock superblock = storage.getSuperblock();
        if (superblock instanceof SuperblockV0V1 old) {
            return new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress()).getObjectHeaderAddress();
        }
        if (superblock instanceof SuperblockV2V3 recent) {
            return recent.getRootGroupObjectHeaderAddress();
        }
        throw new HdfException("superblock of version " + superblock.getVersionOfSuperblock());
    }

    /** The bytes of the file. */
    Hdf5Storage storage() {
        return storage;
    }

    /** Paths of the datasets, {@code /GROUP/NAME}, at most 10000. */
    List<String> names() throws IOException {
        return Hdf5Guard.call(source, () -> {
            List<String> names = new ArrayList<>();
            list(root, "", names, new HashSet<>(), 0);
            return names;
        });
    }

    private void list(ObjectHeader group, String path, List<String> names, Set<Long> seen, int depth) {
        if (depth > MAX_DEPTH || !seen.add(group.getAddress())) {
            return;
        }
        for (Map.Entry<String, Long> child : children(group).entrySet()) {
            if (names.size() == MAX_LISTED || seen.size() > MAX_LISTED) {
                return;
            }
            ObjectHeader header = ObjectHeader.readObjectHeader(storage, child.getValue());
            String name = path + "/" + child.getKey();
            if (isDataset(header)) {
                names.add(name);
            } else {
                list(header, name, names, seen, depth + 1);
            }
        }
    }

    /**
     * The header of a dataset.
     *
     * @param path {@code /GROUP/NAME}, the first slash may be missing
     * @throws UnusableFileException if there is none; the message lists those that are
     */
    ObjectHeader find(String path) throws IOException {
        List<ObjectHeader> found = Hdf5Guard.call(source, () -> {
            ObjectHeader at = root;
            for (String name : path.split("/", -1)) {
                if (name.isEmpty()) {
                    continue;
                }
                Long address = isDataset(at) ? null : children(at).get(name);
                if (address == null) {
                    return List.of();
                }
                at = ObjectHeader.readObjectHeader(storage, address);
            }
            return isDataset(at) ? List.of(at) : List.of();
        });
        if (found.isEmpty()) {
            throw MemberNames.missing(source, path, names());
        }
        return found.get(0);
    }

    private static boolean isDataset(ObjectHeader header) {
        return header.hasMessageOfType(DataSpaceMessage.class);
    }

    /** Addresses of the headers of what a group holds, by name. */
    private Map<String, Long> children(ObjectHeader group) {
        if (group.hasMessageOfType(SymbolTableMessage.class)) {
            return oldChildren(group.getMessageOfType(SymbolTableMessage.class));
        }
        if (!group.hasMessageOfType(LinkInfoMessage.class)) {
            return Map.of(); // a named type
        }
        Map<String, Long> children = new LinkedHashMap<>();
        for (LinkMessage link : links(group)) {
            if (link.getLinkType() == LinkMessage.LinkType.HARD) {
                children.put(link.getLinkName(), link.getHardLinkAddress());
            }
        }
        return children;
    }

    private Map<String, Long> oldChildren(SymbolTableMessage table) {
        Map<String, Long> children = new LinkedHashMap<>();
        ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
        List<Long> nodes =
                BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses();
        for (long node : nodes) {
            for (SymbolTableEntry entry : new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
                if (entry.getCacheType() != 2) { // 2: a soft link
                    names.position(entry.getLinkNameOffset());
                    children.put(Utils.readUntilNull(names), entry.getObjectHeaderAddress());
                }
            }
        }
        return children;
    }

    /** Few links stand in the header itself, many in a heap with an index. */
    private List<LinkMessage> links(ObjectHeader group) {
        LinkInfoMessage info = group.getMessageOfType(LinkInfoMessage.class);
        if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
            return group.getMessagesOfType(LinkMessage.class);
        }
        FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
        List<LinkMessage> links = new ArrayList<>();
        BTreeV2<LinkNameForIndexedGroupRecord> index = new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
        for (LinkNameForIndexedGroupRecord entry : index.getRecords()) {
            links.add(LinkMessage.fromBuffer(heap.getId(entry.getId()), storage.getSuperblock()));
        }
        return links;
    }
}
