package seli.io;

/**
 * One member of a ZIP archive as the central directory describes it.
 *
 * @param name full name in the archive
 * @param deflated whether it is deflated, otherwise stored
 * @param crc CRC-32 of its content
 * @param packed bytes in the archive
 * @param unpacked bytes of its content
 * @param headerAt where its local header starts in the file
 * @param dataEnd the first byte of the file that its data cannot reach
 */
record ZipMember(String name, boolean deflated, int crc, long packed, long unpacked, long headerAt, long dataEnd) {}
