package io.distaff.parquet.read;

import io.distaff.parquet.read.FilePages.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/**
 * Rewrites files as writers did that no library here has any more: with levels that are BIT_PACKED,
 * or with pages in LZ4 as Hadoop frames it. The file to rewrite has uncompressed pages of version
 * 1.
 */
@SuppressWarnings("deprecation") // What old files have is deprecated.
final class OldWriter {
  /** Bytes of a frame before compression: pages have several. */
  private static final int FRAME_BYTES = 300;

  private static final LZ4Compressor LZ4 = LZ4Factory.fastestInstance().fastCompressor();

  private OldWriter() {}

  /**
   * @param bitPacked whether levels are BIT_PACKED
   * @param lz4 whether pages are compressed
   */
  static byte[] rewrite(byte[] valid, boolean bitPacked, boolean lz4) throws IOException {
    FilePages file = FilePages.of(valid);
    List<ColumnDescriptor> columns =
        new ParquetMetadataConverter()
            .fromParquetMetadata(file.footer)
            .getFileMetaData()
            .getSchema()
            .getColumns();
    for (int i = 0; i < file.chunks.size(); i++) {
      List<Page> pages = file.chunks.get(i);
      ColumnDescriptor column = columns.get(i % columns.size());
      if (bitPacked) {
        for (int p = 0; p < pages.size(); p++) {
          pages.set(p, withPackedLevels(pages.get(p), column));
        }
      }
      if (lz4) {
        file.described.get(i).meta_data.setCodec(CompressionCodec.LZ4);
        pages.replaceAll(OldWriter::compressed);
      }
    }
    return file.file();
  }

  private static Page compressed(Page page) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] body = page.body();
    for (int at = 0; at < body.length; at += FRAME_BYTES) {
      int length = Math.min(FRAME_BYTES, body.length - at);
      byte[] block = LZ4.compress(body, at, length);
      out.writeBytes(bigEndian(length));
      out.writeBytes(bigEndian(block.length));
      out.writeBytes(block);
    }
    page.header().setCompressed_page_size(out.size());
    return new Page(page.header(), out.toByteArray());
  }

  private static byte[] bigEndian(int value) {
    byte[] bytes = new byte[4];
    LittleEndian.putInt(bytes, 0, Integer.reverseBytes(value));
    return bytes;
  }

  private static Page withPackedLevels(Page page, ColumnDescriptor column) throws IOException {
    DataPageHeader header = page.header().data_page_header;
    if (header == null) {
      return page;
    }
    byte[] body = page.body();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    int[] most = {column.getMaxRepetitionLevel(), column.getMaxDefinitionLevel()};
    for (int max : most) {
      if (max > 0) {
        int length = LittleEndian.getInt(body, at);
        int[] levels = levels(body, at + 4, length, EntryLevels.width(max), header.num_values);
        out.writeBytes(packed(levels, EntryLevels.width(max)));
        at += 4 + length;
      }
    }
    out.write(body, at, body.length - at);
    header.setRepetition_level_encoding(Encoding.BIT_PACKED);
    header.setDefinition_level_encoding(Encoding.BIT_PACKED);
    page.header().setCompressed_page_size(out.size()).setUncompressed_page_size(out.size());
    return new Page(page.header(), out.toByteArray());
  }

  private static int[] levels(byte[] body, int at, int length, int width, int count)
      throws IOException {
    RunLengthBitPackingHybridDecoder decoder =
        new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(body, at, length));
    int[] levels = new int[count];
    for (int i = 0; i < count; i++) {
      levels[i] = decoder.readInt();
    }
    return levels;
  }

  /** From the highest bit of each byte to the lowest. */
  static byte[] packed(int[] levels, int width) {
    byte[] packed = new byte[(levels.length * width + 7) / 8];
    for (int bit = 0; bit < levels.length * width; bit++) {
      int value = levels[bit / width] >> (width - 1 - bit % width) & 1;
      packed[bit / 8] |= (byte) (value << (7 - bit % 8));
    }
    return packed;
  }
}
