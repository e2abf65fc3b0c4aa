package io.distaff.parquet.read;

import io.distaff.parquet.read.FilePages.Page;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * Spoils Parquet files, in one of three ways: its bytes, wherever they lie; its pages, whose
 * headers stay Thrift and whose checksums are made right again, so that what lies below is reached;
 * or its footer, field by field.
 */
final class FileMutator {
  /** What was done to a file. */
  enum Kind {
    BYTES,
    PAGES,
    FOOTER
  }

  private final byte[] valid;
  private final Random random;

  FileMutator(byte[] valid, Random random) {
    this.valid = valid;
    this.random = random;
  }

  byte[] mutate(Kind kind) throws IOException {
    return switch (kind) {
      case BYTES -> mutateBytes();
      case PAGES -> mutatePages();
      case FOOTER -> mutateFooter();
    };
  }

  private byte[] mutateBytes() {
    byte[] bytes = valid.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      bytes = changeBytes(bytes, 0);
    }
    return bytes;
  }

  /** Changes something from a position on. */
  private byte[] changeBytes(byte[] bytes, int from) {
    int length = bytes.length - from;
    if (length <= 0) {
      return bytes;
    }
    int at = from + random.nextInt(length);
    int some = Math.min(length - (at - from), 1 + random.nextInt(40));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 3 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      case 4 -> {
        if (at + 4 <= bytes.length) {
          LittleEndian.putInt(bytes, at, (int) interesting(bytes.length));
        }
      }
      case 5 -> Arrays.fill(bytes, at, at + some, (byte) random.nextInt());
      case 6 -> System.arraycopy(bytes, from + random.nextInt(length - some + 1), bytes, at, some);
      default -> {
        // Cuts a piece out.
        byte[] shorter = new byte[bytes.length - some];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + some, shorter, at, bytes.length - at - some);
        return shorter;
      }
    }
    return bytes;
  }

  /** A number that is a limit of something, or near the one that is right. */
  private long interesting(long right) {
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> -1;
      case 3 -> Integer.MAX_VALUE;
      case 4 -> Integer.MIN_VALUE;
      case 5 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 6 -> right + 1;
      case 7 -> right - 1;
      case 8 -> right * 2;
      case 9 -> right / 2;
      case 10 -> random.nextInt(1 << (1 + random.nextInt(29)));
      default -> random.nextLong() >>> random.nextInt(64);
    };
  }

  private int interestingInt(int right) {
    return (int) interesting(right);
  }

  // Pages.

  private byte[] mutatePages() throws IOException {
    FilePages file = FilePages.of(valid);
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      changePage(file.chunks.get(random.nextInt(file.chunks.size())));
    }
    return file.file();
  }

  private void changePage(List<Page> pages) {
    if (pages.isEmpty()) {
      return;
    }
    int index = random.nextInt(pages.size());
    Page page = pages.get(index);
    PageHeader header = page.header();
    byte[] body = page.body().clone();
    switch (random.nextInt(10)) {
      case 0 -> header.setUncompressed_page_size(interestingInt(header.uncompressed_page_size));
      case 1 -> header.setCompressed_page_size(interestingInt(header.compressed_page_size));
      case 2 -> header.setType(PageType.values()[random.nextInt(PageType.values().length)]);
      case 3 -> pages.add(random.nextInt(pages.size()), page);
      case 4 -> {
        pages.remove(index);
        return;
      }
      case 5, 6, 7 -> changeHeader(header);
      default -> {
        int changes = 1 + random.nextInt(3);
        // The levels and their length come first.
        int from = 0;
        for (int i = 0; i < changes && body.length > 0; i++) {
          if (random.nextBoolean()) {
            int at = from + random.nextInt(Math.min(12, body.length - from));
            body[at] = (byte) (random.nextBoolean() ? random.nextInt() : body[at] ^ 1);
          } else {
            body = changeBytes(body, from);
          }
        }
        int lost = page.body().length - body.length;
        header.setCompressed_page_size(body.length);
        if (random.nextBoolean()) {
          header.setUncompressed_page_size(header.uncompressed_page_size - lost);
        }
      }
    }
    pages.set(index, new Page(header, body));
  }

  private void changeHeader(PageHeader header) {
    if (header.isSetDictionary_page_header()) {
      header.dictionary_page_header.setNum_values(
          interestingInt(header.dictionary_page_header.num_values));
    }
    if (header.isSetData_page_header()) {
      DataPageHeader page = header.data_page_header;
      switch (random.nextInt(5)) {
        case 0 -> page.setNum_values(interestingInt(page.num_values));
        case 1 -> page.setEncoding(encoding());
        case 2 -> page.setDefinition_level_encoding(encoding());
        case 3 -> page.setRepetition_level_encoding(encoding());
        default -> header.unsetData_page_header();
      }
    }
    if (header.isSetData_page_header_v2()) {
      DataPageHeaderV2 page = header.data_page_header_v2;
      switch (random.nextInt(8)) {
        case 0 -> page.setNum_values(interestingInt(page.num_values));
        case 1 -> page.setEncoding(encoding());
        case 2 ->
            page.setDefinition_levels_byte_length(
                interestingInt(page.definition_levels_byte_length));
        case 3 ->
            page.setRepetition_levels_byte_length(
                interestingInt(page.repetition_levels_byte_length));
        case 4 -> page.setNum_nulls(interestingInt(page.num_nulls));
        case 5 -> page.setNum_rows(interestingInt(page.num_rows));
        case 6 -> page.setIs_compressed(!page.is_compressed);
        default -> header.unsetData_page_header_v2();
      }
    }
  }

  private Encoding encoding() {
    return Encoding.values()[random.nextInt(Encoding.values().length)];
  }

  // Footers.

  private byte[] mutateFooter() throws IOException {
    FileMetaData footer = FilePages.footer(valid);
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      switch (random.nextInt(4)) {
        case 0 -> changeSchema(footer.schema);
        case 1 -> changeRowGroups(footer);
        default -> {
          RowGroup group = footer.row_groups.get(random.nextInt(footer.row_groups.size()));
          changeChunk(group.columns.get(random.nextInt(group.columns.size())));
        }
      }
    }
    int end = valid.length - 8 - LittleEndian.getInt(valid, valid.length - 8);
    return FilePages.withFooter(valid, end, footer);
  }

  private void changeSchema(List<SchemaElement> schema) {
    int index = random.nextInt(schema.size());
    SchemaElement element = schema.get(index);
    switch (random.nextInt(11)) {
      case 0, 1 -> element.setNum_children(interestingInt(element.num_children));
      case 2 -> element.setType(Type.values()[random.nextInt(Type.values().length)]);
      case 3 -> element.setType_length(interestingInt(element.type_length));
      case 4 ->
          element.setRepetition_type(
              FieldRepetitionType.values()[random.nextInt(FieldRepetitionType.values().length)]);
      case 5 ->
          element.setConverted_type(
              ConvertedType.values()[random.nextInt(ConvertedType.values().length)]);
      case 6 -> element.unsetLogicalType();
      case 7 -> element.unsetType();
      case 8 -> element.setPrecision(interestingInt(element.precision)).unsetLogicalType();
      case 9 -> Collections.swap(schema, index, random.nextInt(schema.size()));
      default -> {
        if (random.nextBoolean() && schema.size() > 1) {
          schema.remove(index);
        } else {
          schema.add(index, element);
        }
      }
    }
  }

  private void changeRowGroups(FileMetaData footer) {
    int index = random.nextInt(footer.row_groups.size());
    RowGroup group = footer.row_groups.get(index);
    switch (random.nextInt(7)) {
      case 0 -> footer.setNum_rows(interesting(footer.num_rows));
      case 1 -> {
        long rows = interesting(group.num_rows);
        footer.setNum_rows(footer.num_rows + rows - group.num_rows);
        group.setNum_rows(rows);
      }
      case 2 -> group.setTotal_compressed_size(interesting(group.total_compressed_size));
      case 3 -> group.setFile_offset(interesting(group.file_offset));
      case 4 -> {
        footer.row_groups.add(group);
        footer.setNum_rows(footer.num_rows + group.num_rows);
      }
      case 5 -> {
        if (group.columns.size() > 1) {
          group.columns.remove(random.nextInt(group.columns.size()));
        }
      }
      default -> Collections.swap(group.columns, 0, random.nextInt(group.columns.size()));
    }
  }

  private void changeChunk(ColumnChunk chunk) {
    ColumnMetaData metaData = chunk.meta_data;
    if (metaData == null) {
      return;
    }
    switch (random.nextInt(15)) {
      case 0 -> metaData.setType(Type.values()[random.nextInt(Type.values().length)]);
      case 1 ->
          metaData.setCodec(
              CompressionCodec.values()[random.nextInt(CompressionCodec.values().length)]);
      case 2 -> metaData.setNum_values(interesting(metaData.num_values));
      case 3 -> metaData.setTotal_uncompressed_size(interesting(metaData.total_uncompressed_size));
      case 4 -> metaData.setTotal_compressed_size(interesting(metaData.total_compressed_size));
      case 5 -> metaData.setData_page_offset(interesting(metaData.data_page_offset));
      case 6 -> metaData.setDictionary_page_offset(interesting(metaData.dictionary_page_offset));
      case 7 -> metaData.unsetDictionary_page_offset();
      case 8 -> metaData.setBloom_filter_offset(interesting(metaData.bloom_filter_offset));
      case 9 -> metaData.setBloom_filter_length(interestingInt(metaData.bloom_filter_length));
      case 10 -> chunk.setColumn_index_offset(interesting(chunk.column_index_offset));
      case 11 -> chunk.setColumn_index_length(interestingInt(chunk.column_index_length));
      case 12 -> chunk.setOffset_index_offset(interesting(chunk.offset_index_offset));
      case 13 -> chunk.setOffset_index_length(interestingInt(chunk.offset_index_length));
      default -> chunk.unsetMeta_data();
    }
  }
}
