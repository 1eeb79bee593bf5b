"""Makes the HDF5 files of this folder: python3 make_hdf5.py FOLDER, with h5py 3.7 on HDF5 1.10.8.

Every dataset X is X[i, j] = 10 i + j + 0.5 for floating point and 10 i + j for whole numbers, of 7 x 5, unless the
comment says otherwise.
"""

import ctypes
import glob
import sys

import h5py
import numpy as np

folder = sys.argv[1]
whole = np.add.outer(10 * np.arange(7), np.arange(5))
floats = whole + 0.5


def types(file):
    for name in ("f2", "f4", "f8", ">f2", ">f4", ">f8"):
        file.create_dataset(name, data=floats.astype(name))
    for name in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", ">u8"):
        file.create_dataset(name, data=whole.astype(name))
    file.create_dataset("bool", data=whole % 2 == 0)
    bfloat16 = h5py.h5t.IEEE_F16LE.copy()
    bfloat16.set_fields(15, 7, 8, 0, 7)
    bfloat16.set_ebias(127)
    bits = floats.astype("f4").view("u4")
    space = h5py.h5s.create_simple(floats.shape)
    h5py.h5d.create(file.id, b"bf16", bfloat16, space).write(
        h5py.h5s.ALL, h5py.h5s.ALL, (bits >> 16).astype("u2"), mtype=bfloat16
    )


def storage(file):
    file.create_dataset("contiguous", data=floats)
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple(floats.shape)
    h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F64LE, space, compact).write(
        h5py.h5s.ALL, h5py.h5s.ALL, floats
    )
    group = file.create_group("chunks")
    group.create_dataset("plain", data=floats, chunks=(3, 2))
    group.create_dataset("gzip", data=floats, chunks=(3, 5), compression="gzip")
    group.create_dataset("shuffle", data=floats, chunks=(2, 4), compression="gzip", shuffle=True)
    group.create_dataset("fletcher", data=floats, chunks=(4, 4), fletcher32=True)
    group.create_dataset("all", data=floats, chunks=(7, 5), compression="gzip", shuffle=True, fletcher32=True)
    group.create_dataset("columns", data=floats, chunks=(7, 1), compression="gzip")
    group.create_dataset("growing", data=floats, chunks=(2, 2), maxshape=(None, 5))
    group.create_dataset("free", data=floats, chunks=(2, 2), maxshape=(None, None))
    group.create_dataset("odd", data=whole[:, :3].astype("u1"), chunks=(3, 3), fletcher32=True)  # 7 x 3
    group.create_dataset("large", data=floats, chunks=(50, 40), maxshape=(None, None), compression="gzip")
    group.create_dataset("vector", data=floats[:, 0], chunks=(2,))  # 7
    group.create_dataset("cube", data=np.arange(60.0).reshape(5, 4, 3), chunks=(2, 3, 2))  # 5 x 4 x 3, counting
    group.create_dataset("lzf", data=floats, chunks=(7, 5), compression="lzf")
    group.create_dataset("sparse", shape=(7, 5), dtype="f8", chunks=(2, 2))[0, 0] = 1  # not written in full


def others(file):
    file.create_dataset("scalar", data=3.5)
    file.create_dataset("text", data=["a", "b"])
    file.create_dataset("pairs", data=np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))
    file.create_dataset("complex", data=np.zeros(2, dtype="c8"))
    file.create_dataset("unwritten", shape=(7, 5), dtype="f8")
    file.create_dataset("empty", data=h5py.Empty("f4"))
    file.create_dataset("infinite", data=np.array([[1, 2], [3, -np.inf]]))
    file["soft"] = h5py.SoftLink("/scalar")
    file["external"] = h5py.ExternalLink("/etc/passwd", "/x")
    file.create_group("layer1/dense").create_dataset("kernel:0", data=floats)
    file["layer1/dense"].attrs["names"] = ["kernel:0"]


def one(name, **options):
    with h5py.File(f"{folder}/{name}.h5", "w", **options) as file:
        yield file


for libver in ("earliest", "latest"):
    for file in one(f"types_{libver}", libver=libver):
        types(file)
for file in one("storage_latest", libver="latest"):
    storage(file)
narrow = h5py.h5p.create(h5py.h5p.FILE_CREATE)
# Nodes of at most four chunks: small files, and trees of several levels. h5py 3.7 does not offer this call.
library = ctypes.CDLL(glob.glob("/usr/lib/*/libhdf5_serial.so.103")[0])
assert library.H5Pset_istore_k(ctypes.c_int64(narrow.id), 2) >= 0
with h5py.File(h5py.h5f.create(f"{folder}/storage_earliest.h5".encode(), h5py.h5f.ACC_TRUNC, narrow)) as file:
    storage(file)
for file in one("others"):
    others(file)
for file in one("single"):
    file.create_dataset("X", data=floats)
for file in one("user_block", userblock_size=1024, libver="latest"):
    file.create_dataset("X", data=floats, chunks=(2, 2))
for file in one("many", libver="latest"):
    for i in range(12):
        file.create_dataset(f"x{i:02}", data=float(i))
