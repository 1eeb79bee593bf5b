package seli.io;

/** Numbers of the ZIP format that reader and writer share (PKWARE's APPNOTE 6.3, little endian throughout). */
final class ZipFormat {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int END64_SIGNATURE = 0x06064b50;
    static final int LOCATOR64_SIGNATURE = 0x07064b50;

    static final int LOCAL_SIZE = 30;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIZE = 22;
    static final int END64_SIZE = 56;
    static final int LOCATOR64_SIZE = 20;

    static final int EXTRA64_ID = 1;
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int UTF8_FLAG = 1 << 11;

    /** Stands in a 16-bit or 32-bit field whose value is in the ZIP64 part. */
    static final int IN_ZIP64_16 = 0xFFFF;

    static final long IN_ZIP64_32 = 0xFFFFFFFFL;

    private ZipFormat() {}
}
