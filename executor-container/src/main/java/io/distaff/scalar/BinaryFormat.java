package io.distaff.scalar;

import java.util.Locale;

/** How bytes are written as text. */
enum BinaryFormat {
  HEX("hexadecimal"),
  BASE64("base 64"),
  UTF8("UTF-8");

  private final String label;

  BinaryFormat(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** The format of a name in any case; throws INVALID_ARGUMENT. */
  static BinaryFormat of(CallSite site, String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "hex" -> HEX;
      case "base64" -> BASE64;
      case "utf-8", "utf8" -> UTF8;
      default ->
          throw RowFunctions.invalid(
              site, "there is no format '" + name + "'; there are hex, base64 and utf-8");
    };
  }
}
