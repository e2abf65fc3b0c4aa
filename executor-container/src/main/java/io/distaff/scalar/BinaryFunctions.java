package io.distaff.scalar;

import io.distaff.expression.FunctionDefinition.Category;
import io.distaff.kernel.Argument;
import io.distaff.kernel.BytesBuilder;
import io.distaff.kernel.RowSet;
import io.distaff.memory.ReservedArrays;
import io.distaff.types.DataType;
import io.distaff.vector.BytesVector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The functions of bytes: hashes and encodings. */
final class BinaryFunctions {
  private BinaryFunctions() {}

  static List<ScalarFunction> table() {
    FunctionTable table = new FunctionTable(Category.BINARY);
    table
        .add("md5")
        .takes("(string) -> string")
        .takes("(binary) -> string")
        .says("The MD5 digest of the bytes, in lower-case hexadecimal digits.")
        .example("md5('abc')", "900150983cd24fb0d6963f7d28e17f72")
        .is(site -> new Digest("MD5", site.arrays()));
    return table.functions();
  }

  /** A digest in hexadecimal digits. */
  private static final class Digest extends BytesResult {
    private final MessageDigest digest;
    private BytesVector bytes;

    Digest(String algorithm, ReservedArrays arrays) {
      super(DataType.STRING, arrays);
      try {
        digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JDK has no " + algorithm, e);
      }
    }

    @Override
    void load(Argument[] arguments, RowSet rows) {
      bytes = arguments[0].bytes(rows);
    }

    @Override
    void write(int row, BytesBuilder to) {
      digest.update(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      to.append(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
