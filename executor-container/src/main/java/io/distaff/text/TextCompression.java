package io.distaff.text;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How text files are compressed as a whole: told by the end of their names. */
public enum TextCompression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  /** By the names that users may give. */
  static final Map<String, TextCompression> NAMES =
      Map.of("none", NONE, "uncompressed", NONE, "gzip", GZIP, "zstd", ZSTD);

  private static final int BUFFER_BYTES = 64 << 10;

  private final String extension;

  TextCompression(String extension) {
    this.extension = extension;
  }

  /** With its dot; empty for none. */
  public String extension() {
    return extension;
  }

  /** By the end of a file's name; {@code .zstd} counts as zstd too. */
  public static TextCompression ofPath(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(GZIP.extension)) {
      return GZIP;
    }
    return name.endsWith(ZSTD.extension) || name.endsWith(".zstd") ? ZSTD : NONE;
  }

  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
      case ZSTD -> new ZstdOutputStream(out);
    };
  }
}
