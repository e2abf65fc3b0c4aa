package io.distaff.parquet.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** A Parquet file taken apart into its pages, which may be changed, and put together again. */
final class FilePages {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  final FileMetaData footer;

  /** The column chunks that the footer describes, in its order. */
  final List<ColumnChunk> described = new ArrayList<>();

  /** The pages of each of them. */
  final List<List<Page>> chunks = new ArrayList<>();

  /** A page as it lies in the file. */
  record Page(PageHeader header, byte[] body) {
    /** With a checksum that is right, if it has one. */
    Page {
      if (header.isSetCrc()) {
        CRC32 crc = new CRC32();
        crc.update(body);
        header.setCrc((int) crc.getValue());
      }
    }
  }

  private FilePages(FileMetaData footer) {
    this.footer = footer;
  }

  static FilePages of(byte[] file) throws IOException {
    FilePages pages = new FilePages(footer(file));
    for (RowGroup group : pages.footer.row_groups) {
      for (ColumnChunk chunk : group.columns) {
        pages.described.add(chunk);
        pages.chunks.add(pages(file, chunk.meta_data));
      }
    }
    return pages;
  }

  /** The file, without indexes and Bloom filters. */
  byte[] file() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    for (int i = 0; i < chunks.size(); i++) {
      write(chunks.get(i), described.get(i), out);
    }
    byte[] data = out.toByteArray();
    for (RowGroup group : footer.row_groups) {
      group.unsetTotal_compressed_size();
      group.unsetFile_offset();
    }
    return withFooter(data, data.length, footer);
  }

  static FileMetaData footer(byte[] file) throws IOException {
    int end = file.length - 8;
    int length = LittleEndian.getInt(file, end);
    return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
  }

  static byte[] withFooter(byte[] file, int dataEnd, FileMetaData footer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, dataEnd);
    ByteArrayOutputStream thrift = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, thrift);
    out.writeBytes(thrift.toByteArray());
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(thrift.size()).array();
    out.writeBytes(length);
    out.writeBytes(MAGIC);
    return out.toByteArray();
  }

  private static List<Page> pages(byte[] file, ColumnMetaData chunk) throws IOException {
    long start =
        chunk.isSetDictionary_page_offset() && chunk.dictionary_page_offset > 0
            ? Math.min(chunk.dictionary_page_offset, chunk.data_page_offset)
            : chunk.data_page_offset;
    int length = (int) chunk.total_compressed_size;
    ByteArrayInputStream in = new ByteArrayInputStream(file, (int) start, length);
    List<Page> pages = new ArrayList<>();
    while (in.available() > 0) {
      PageHeader header = Util.readPageHeader(in);
      pages.add(new Page(header, in.readNBytes(header.compressed_page_size)));
    }
    return pages;
  }

  private static void write(List<Page> pages, ColumnChunk chunk, ByteArrayOutputStream out)
      throws IOException {
    ColumnMetaData metaData = chunk.meta_data;
    int start = out.size();
    int firstData = -1;
    for (Page page : pages) {
      if (page.header.type != PageType.DICTIONARY_PAGE && firstData < 0) {
        firstData = out.size();
      }
      Util.writePageHeader(page.header, out);
      out.writeBytes(page.body);
    }
    boolean hasDictionary = firstData > start && metaData.isSetDictionary_page_offset();
    metaData.setData_page_offset(firstData < 0 ? start : firstData);
    if (hasDictionary) {
      metaData.setDictionary_page_offset(start);
    } else {
      metaData.unsetDictionary_page_offset();
    }
    metaData.setTotal_compressed_size(out.size() - start);
    metaData.unsetBloom_filter_offset();
    chunk.unsetColumn_index_offset();
    chunk.unsetOffset_index_offset();
  }
}
