"""Writes the small NumPy files of this folder; run it here, with NumPy installed, to make them anew.

The values are chosen so that a test can state them: entry (i, j) of a matrix is 10 i + j + 0.5.
"""

import io
import zipfile

import numpy as np

matrix = np.array([[10 * i + j + 0.5 for j in range(4)] for i in range(3)])

np.save("f4_c.npy", matrix.astype("<f4"))
np.save("f8_fortran.npy", np.asfortranarray(matrix))
np.save("f8_big_endian.npy", matrix.astype(">f8"))
np.save("f2.npy", np.array([0, -2, 65504, 6e-8, np.inf, np.nan], dtype="<f2"))
np.save("i4.npy", np.array([-(2**31), 0, 2**31 - 1], dtype="<i4"))
np.save("i8.npy", np.array([-(2**63), 2**53 + 1, 2**63 - 1], dtype=">i8"))
np.save("u8.npy", np.array([0, 2**63, 2**64 - 1], dtype="<u8"))
np.save("b1.npy", np.array([True, False, True]))
np.save("scalar.npy", np.float64(2.5))
np.save("empty.npy", np.zeros((0, 5)))
np.save("cube.npy", np.arange(24, dtype="u1").reshape(2, 3, 4))
np.save("object.npy", np.array([{"a": 1}, None], dtype=object))
np.save("structured.npy", np.zeros(2, dtype=[("x", "<f8"), ("y", "<i4")]))
np.save("text.npy", np.array(["one", "two"]))
np.save("complex.npy", np.array([1j]))

for version in (2, 3):
    with open(f"version{version}.npy", "wb") as out:
        np.lib.format.write_array(out, matrix, version=(version, 0))

arrays = {"W": matrix.astype("<f4"), "H": np.asfortranarray(matrix.T), "counts": np.array([5, 5, 1])}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)
np.savez("single.npz", only=np.arange(3))


def write_zip(path, limit, pipe):
    """Members by zipfile: ZIP64 from `limit` bytes on; `pipe` writes as to a pipe, sizes after the data."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

        def seek(self, *_):
            raise OSError

    zipfile.ZIP64_LIMIT = limit
    target = Pipe() if pipe else io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            with archive.open(name + ".npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array)
    with open(path, "wb") as out:
        out.write(target.getvalue())


write_zip("zip64_members.npz", 2**31 - 1, False)
write_zip("zip64_everywhere.npz", 10, False)
write_zip("from_pipe.npz", 2**31 - 1, True)
